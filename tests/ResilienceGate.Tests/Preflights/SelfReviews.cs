using System.Net;
using System.Text;
using System.Text.Json;
using ResilienceGate.Preflights;

namespace ResilienceGate.Tests.Preflights;

/// <summary>Answers SelfSubjectAccessReviews in the place of the API, which allows its administrator everything.</summary>
internal sealed class SelfReviews(Func<Permission, bool> allows) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (
            request.RequestUri?.AbsolutePath.EndsWith("/selfsubjectaccessreviews", StringComparison.Ordinal) is not true
            || request.Content is null
        )
            return await base.SendAsync(request, cancellationToken);
        using var review = JsonDocument.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        var asked = review.RootElement.GetProperty("spec").GetProperty("resourceAttributes");
        var resource = Text(asked, "resource");
        var permission = new Permission(
            Text(asked, "verb") ?? "",
            Text(asked, "group") ?? "",
            Text(asked, "subresource") is { } sub ? $"{resource}/{sub}" : resource ?? "",
            Text(asked, "namespace"),
            Why: ""
        );
        var allowed = allows(permission) ? "true" : "false";
        return new HttpResponseMessage(HttpStatusCode.Created)
        {
            RequestMessage = request,
            Content = new StringContent(
                $$$"""{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","status":{"allowed":{{{allowed}}}}}""",
                Encoding.UTF8,
                "application/json"
            ),
        };
    }

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value.GetString() : null;
}
