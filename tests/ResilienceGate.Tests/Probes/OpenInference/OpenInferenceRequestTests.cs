using System.Text.Json.Nodes;
using ResilienceGate.Probes.OpenInference;

namespace ResilienceGate.Tests.Probes.OpenInference;

public sealed class OpenInferenceRequestTests
{
    [Theory]
    [InlineData("[2]", "[1, 2]")]
    [InlineData("[2, 2]", "[1, 2, 3, 4]")]
    [InlineData("[2, 2]", "[[1, 2], [3, 4]]")]
    [InlineData("[1]", "[\"text\"]")]
    public void A_shape_that_fits_its_data_is_good(string shape, string data) => Assert.Null(Problem(shape, data));

    [Theory]
    [InlineData("[2]", "[1]", "the shape of input \"user\" announces 2 values, and its data has 1")]
    [InlineData("[2, 2]", "[[1, 2]]", "the shape of input \"user\" announces 4 values, and its data has 2")]
    [InlineData("[\"a\"]", "[1]", "a 'shape' is a list of sizes, such as [1, 2]")]
    [InlineData("2", "[1, 2]", "a 'shape' is a list of sizes, such as [1, 2]")]
    [InlineData("[-1]", "[1]", "a 'shape' is a list of sizes, such as [1, 2]")]
    public void A_shape_that_does_not_fit_is_found_before_anything_is_sent(string shape, string data, string problem) =>
        Assert.Equal(problem, Problem(shape, data));

    private static string? Problem(string shape, string data) =>
        new OpenInferenceProtocol().FindProblem(
            Assert.IsType<JsonObject>(
                JsonNode.Parse(
                    $$"""{ "inputs": [{ "name": "user", "shape": {{shape}}, "datatype": "INT64", "data": {{data}} }] }"""
                )
            )
        );
}
