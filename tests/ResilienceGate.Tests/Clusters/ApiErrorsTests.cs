using System.Net;
using k8s.Autorest;
using ResilienceGate.Clusters;

namespace ResilienceGate.Tests.Clusters;

public sealed class ApiErrorsTests
{
    [Theory]
    [InlineData("""{"kind":"Status","message":"pods is forbidden"}""", "pods is forbidden")]
    [InlineData("""{"kind":"Status"}""", "HTTP 403 Forbidden")]
    [InlineData("""["not", "a", "status"]""", "HTTP 403 Forbidden")]
    [InlineData("<html>proxy</html>", "HTTP 403 Forbidden")]
    [InlineData("", "HTTP 403 Forbidden")]
    [InlineData(null, "HTTP 403 Forbidden")]
    public void A_refusal_is_explained_in_the_words_of_the_server_or_by_its_code(string? body, string explained)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        var refusal = new HttpOperationException { Response = new HttpResponseMessageWrapper(response, body) };

        Assert.Equal(explained, refusal.Explain());
        Assert.True(refusal.Is(HttpStatusCode.Forbidden));
        Assert.False(refusal.Is(HttpStatusCode.NotFound));
    }
}
