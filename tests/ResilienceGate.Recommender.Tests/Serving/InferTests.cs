using System.Net;
using System.Text.Json;

namespace ResilienceGate.Recommender.Tests.Serving;

public sealed class InferTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/v2/models/recommender/infer")]
    [InlineData("/v2/models/recommender/versions/1/infer")]
    public async Task A_user_gets_the_items_of_the_model(string path)
    {
        var (status, body) = await fixture.Server.PostAsync(
            path,
            """{"id":"user-17","inputs":[{"name":"user","shape":[1],"datatype":"INT64","data":[17]}]}"""
        );

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("recommender", body.GetProperty("model_name").GetString());
        Assert.Equal("1", body.GetProperty("model_version").GetString());
        Assert.Equal("user-17", body.GetProperty("id").GetString());
        var outputs = body.GetProperty("outputs");
        Assert.Equal(["items", "scores"], outputs.EnumerateArray().Select(output => Text(output, "name")));
        Assert.Equal(["INT64", "FP32"], outputs.EnumerateArray().Select(output => Text(output, "datatype")));
        Assert.All(outputs.EnumerateArray(), output => Assert.Equal([1, 10], Integers(output, "shape")));
        Assert.Equal((await ShippedModel.ReadAsync()).Top10(17), Integers(outputs[0], "data"));
    }

    [Fact]
    public async Task Scores_are_those_of_the_items_to_the_last_bit()
    {
        var (_, body) = await InferAsync("""{"name":"user","shape":[1],"datatype":"INT64","data":[17]}""");

        var (items, scores) = (new int[10], new float[10]);
        (await ShippedModel.ReadAsync()).Recommend(user: 17, items, scores);
        Assert.Equal(
            scores,
            body.GetProperty("outputs")[1].GetProperty("data").EnumerateArray().Select(score => score.GetSingle())
        );
    }

    [Theory]
    [InlineData("[3,17,199]")]
    [InlineData("[[3],[17],[199]]")]
    [InlineData("[[3,[17]],199]")]
    public async Task A_batch_may_be_flat_or_nested(string data)
    {
        var (status, body) = await InferAsync(
            $$"""{"name":"user","shape":[3],"datatype":"INT64","data":{{data}}}""",
            ""","parameters":{"k":2,"anything":["else"]}"""
        );

        Assert.Equal(HttpStatusCode.OK, status);
        var model = await ShippedModel.ReadAsync();
        var items = body.GetProperty("outputs")[0];
        Assert.Equal([3, 2], Integers(items, "shape"));
        Assert.Equal(((int[])[3, 17, 199]).SelectMany(user => model.Top10(user).Take(2)), Integers(items, "data"));
    }

    [Theory]
    [InlineData("""[{"name":"scores"}]""", "scores")]
    [InlineData("""[{"name":"items","parameters":{"binary_data":false}}]""", "items")]
    [InlineData("""[{"name":"scores"},{"name":"items"}]""", "items,scores")]
    [InlineData("[]", "items,scores")]
    [InlineData("null", "items,scores")]
    public async Task Only_the_outputs_that_were_asked_for_are_sent(string outputs, string expected)
    {
        var (status, body) = await InferAsync(
            """{"name":"user","shape":[1],"datatype":"INT64","data":[17]}""",
            $$""","outputs":{{outputs}}"""
        );

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(body.TryGetProperty("id", out _));
        Assert.Equal(
            expected,
            string.Join(',', body.GetProperty("outputs").EnumerateArray().Select(output => Text(output, "name")))
        );
    }

    [Fact]
    public async Task The_whole_catalogue_can_be_ranked()
    {
        var (_, body) = await InferAsync(
            """{"name":"user","shape":[1],"datatype":"INT64","data":[0]}""",
            ""","parameters":{"k":1200}"""
        );

        Assert.Equal(Enumerable.Range(0, 1200), Integers(body.GetProperty("outputs")[0], "data").Order());
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> InferAsync(string input, string more = "") =>
        fixture.Server.InferAsync($$"""{"inputs":[{{input}}]{{more}}}""");

    private static string? Text(JsonElement output, string property) => output.GetProperty(property).GetString();

    private static IEnumerable<int> Integers(JsonElement output, string property) =>
        output.GetProperty(property).EnumerateArray().Select(value => value.GetInt32());
}
