using System.Net;

namespace ResilienceGate.Recommender.Tests.Serving;

public sealed class InferErrorTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("", "the body is not an inference request: see $, line 1, byte 1")]
    [InlineData("null", "the body is null; it must be an inference request")]
    [InlineData("[]", "the body is not an inference request: see $")]
    [InlineData("{\n\"inputs\":[{]}", "the body is not an inference request: see $.inputs[0], line 2, byte 12")]
    [InlineData("""{"id":5}""", "the body is not an inference request: see $.id")]
    [InlineData("""{"inputs":[]} more""", "the body is not an inference request: see $")]
    [InlineData("{}", "inputs must hold exactly one tensor, user")]
    [InlineData("""{"inputs":[null]}""", "inputs must hold exactly one tensor, user")]
    public Task A_body_that_is_no_request_is_refused(string body, string reason) => RefusedAsync(body, reason);

    [Theory]
    [InlineData("""{"name":"item","shape":[1],"datatype":"INT64","data":[1]}""", "unknown input item")]
    [InlineData("""{"shape":[1],"datatype":"INT64","data":[1]}""", "unknown input ")]
    [InlineData("""{"name":"user","shape":[1],"datatype":"FP32","data":[1]}""", "input user: datatype is FP32")]
    [InlineData("""{"name":"user","shape":[1],"data":[1]}""", "input user: datatype is missing")]
    [InlineData("""{"name":"user","shape":[2],"datatype":"INT64","data":[1]}""", "input user: shape is [2]")]
    [InlineData("""{"name":"user","shape":[1,1],"datatype":"INT64","data":[1]}""", "input user: shape is [1, 1]")]
    [InlineData("""{"name":"user","datatype":"INT64","data":[1]}""", "input user: shape is []")]
    [InlineData("""{"name":"user","shape":["1"],"datatype":"INT64","data":[1]}""", "the body is not")]
    [InlineData("""{"name":"user","shape":[1],"datatype":"INT64"}""", "input user has no data")]
    [InlineData("""{"name":"user","shape":[0],"datatype":"INT64","data":[]}""", "input user has 0 values")]
    [InlineData(
        """{"name":"user","shape":[1],"datatype":"INT64","data":[-1]}""",
        "unknown user -1; users are 0 to 199"
    )]
    [InlineData("""{"name":"user","shape":[1],"datatype":"INT64","data":[200]}""", "unknown user 200")]
    [InlineData("""{"name":"user","shape":[1],"datatype":"INT64","data":[1.5]}""", "data must be an array")]
    [InlineData("""{"name":"user","shape":[1],"datatype":"INT64","data":["1"]}""", "data must be an array")]
    [InlineData("""{"name":"user","shape":[1],"datatype":"INT64","data":1}""", "data must be an array")]
    [InlineData(
        """{"name":"user","shape":[1],"datatype":"INT64","data":[9223372036854775808]}""",
        "data must be an array"
    )]
    public Task A_wrong_input_is_refused(string input, string reason) =>
        RefusedAsync($$"""{"inputs":[{{input}}]}""", reason);

    [Theory]
    [InlineData(""" "parameters":{"k":0} """, "parameter k is 0; it must be 1 to 1200")]
    [InlineData(""" "parameters":{"k":1201} """, "parameter k is 1201")]
    [InlineData(""" "parameters":{"k":"10"} """, "the body is not an inference request: see $.parameters.k")]
    [InlineData(""" "outputs":[{"name":"ratings"}] """, "unknown output ratings")]
    [InlineData(""" "outputs":[null] """, "unknown output ")]
    public Task A_wrong_wish_is_refused(string wish, string reason) =>
        RefusedAsync($$"""{"inputs":[{"name":"user","shape":[1],"datatype":"INT64","data":[1]}],{{wish}}}""", reason);

    [Fact]
    public Task A_batch_that_is_too_large_is_refused() =>
        RefusedAsync(
            $$"""{"inputs":[{"name":"user","shape":[257],"datatype":"INT64","data":[{{string.Join(',', new int[257])}}]}]}""",
            "input user has 257 values; it may have 1 to 256"
        );

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        var (status, body) = await fixture.Server.InferAsync(new string(' ', (1024 * 1024) + 1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.True(body.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task An_unknown_model_or_version_is_404()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Server.PostAsync("/v2/models/x/infer", "{}")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await fixture.Server.PostAsync("/v2/models/recommender/versions/2/infer", "{}")).Status
        );
    }

    private async Task RefusedAsync(string request, string reason)
    {
        var (status, body) = await fixture.Server.InferAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(reason, body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }
}
