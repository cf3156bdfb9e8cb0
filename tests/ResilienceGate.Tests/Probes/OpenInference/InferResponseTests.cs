using System.Globalization;
using System.Net;
using System.Text;
using CsCheck;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;
using ResilienceGate.Probes.OpenInference;

namespace ResilienceGate.Tests.Probes.OpenInference;

public sealed class InferResponseTests
{
    [Theory]
    [InlineData("""{"name":"y","datatype":"FP32","shape":[2,2],"data":[1,2,3,4.5]}""")]
    [InlineData("""{"name":"y","datatype":"FP32","shape":[2,2],"data":[[1,2],[3,4.5]]}""")]
    [InlineData("""{"data":[[1,2],[3,4.5]],"parameters":{"a":[{}]},"shape":[2,2],"datatype":"FP64","name":"y"}""")]
    [InlineData("""{"name":"y","data":[1.0,2e0,0.3E1,4.5]}""")]
    public void Data_are_read_flat_or_nested_and_members_in_any_order(string output)
    {
        var tensor = Assert.Single(Answer(output).Outputs);

        Assert.Equal("y", tensor.Name);
        Assert.Equal([1, 2, 3, 4.5], tensor.Numbers);
        Assert.Null(tensor.Texts);
    }

    [Fact]
    public void Truth_values_are_numbers_and_bytes_are_texts()
    {
        var outputs = Answer(
            """
            {"name":"ok","datatype":"BOOL","shape":[2],"data":[true,false]},
            {"name":"label","datatype":"BYTES","shape":[2],"data":["caf\u00e9",""]},
            {"name":"none","datatype":"BYTES","shape":[0],"data":[]}
            """
        ).Outputs;

        Assert.Equal([1, 0], outputs[0].Numbers);
        Assert.Equal(["café", ""], outputs[1].Texts);
        Assert.Equal([], outputs[2].Texts);
        Assert.Null(outputs[2].Numbers);
    }

    [Fact]
    public void Every_finite_number_is_read_as_it_was_written() =>
        Gen
            .Double.Where(double.IsFinite)
            .Array[1, 20]
            .Sample(numbers =>
            {
                var data = string.Join(',', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));
                return Answer($$"""{"name":"y","shape":[{{numbers.Length}}],"data":[[{{data}}]]}""")
                    .Outputs[0]
                    .Numbers?.SequenceEqual(numbers)
                    is true;
            });

    [Fact]
    public void The_version_that_answered_is_read()
    {
        Assert.Equal("7", Read("""{"model_version":"7","outputs":[{"name":"y","data":[1]}]}""").Value?.ModelVersion);
        Assert.Null(Read("""{"outputs":[{"name":"y","data":[1]}]}""").Value?.ModelVersion);
    }

    [Theory]
    [InlineData("""{"outputs":[{"name":"y","data":[1,NaN]}]}""", "NaN or infinite")]
    [InlineData("""{"outputs":[{"name":"y","data":[-Infinity]}]}""", "NaN or infinite")]
    [InlineData("""{"outputs":[{"name":"y","data":[1e999]}]}""", "64 bits")]
    [InlineData("""{"outputs":[{"name":"y","data":[1]}]""", "not valid JSON")]
    [InlineData("""{"outputs":[{"name":"y","data":[1]}]}}""", "not valid JSON")]
    [InlineData("""[1]""", "not a JSON object")]
    [InlineData("", "not valid JSON")]
    [InlineData("""{"model_name":"m"}""", "no 'outputs'")]
    [InlineData("""{"outputs":[]}""", "no 'outputs'")]
    [InlineData("""{"outputs":{}}""", "not an array")]
    [InlineData("""{"outputs":[1]}""", "not an object")]
    [InlineData("""{"outputs":[{"data":[1]}]}""", "no 'name'")]
    [InlineData("""{"outputs":[{"name":1,"data":[1]}]}""", "not a text")]
    [InlineData("""{"outputs":[{"name":"y"}]}""", "no 'data'")]
    [InlineData("""{"outputs":[{"name":"y","data":1}]}""", "not an array")]
    [InlineData("""{"outputs":[{"name":"y","data":[null]}]}""", "something else")]
    [InlineData("""{"outputs":[{"name":"y","data":[1,"a"]}]}""", "another type")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"BYTES","data":[1]}]}""", "another type")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","data":["1"]}]}""", "another type")]
    [InlineData("""{"outputs":[{"name":"y","shape":[1,3],"data":[1,2]}]}""", "2 values where its shape has 3")]
    [InlineData("""{"outputs":[{"name":"y","shape":[-1],"data":[1]}]}""", "sizes")]
    [InlineData("""{"outputs":[{"name":"y","shape":3,"data":[1]}]}""", "not an array")]
    public void What_the_protocol_does_not_know_is_malformed(string body, string problem)
    {
        var reply = Read(body);

        Assert.Equal(Outcome.Malformed, reply.Outcome);
        Assert.Contains(problem, reply.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"no memory"}""")]
    [InlineData("""{"outputs":[{"name":"y","data":[1]}],"error":"no memory"}""")]
    [InlineData("""{"error":{"code":5}}""")]
    public void An_error_object_under_a_status_of_success_is_an_error(string body) =>
        Assert.Equal(Outcome.ServerError, Read(body).Outcome);

    [Fact]
    public void An_error_that_is_null_is_none() =>
        Assert.Equal(Outcome.Good, Read("""{"error":null,"outputs":[{"name":"y","data":[1]}]}""").Outcome);

    [Fact]
    public void No_cut_through_an_answer_is_good_or_crashes()
    {
        var whole = Encoding.UTF8.GetBytes(Traps.Prediction.Trim());
        Gen.Int[0, whole.Length - 1]
            .Sample(length =>
                InferResponse.Read(HttpStatusCode.OK, whole.AsSpan(0, length)).Outcome is Outcome.Malformed
            );
    }

    private static Prediction Answer(string outputs)
    {
        var reply = Read($$"""{"model_name":"m","id":"1","outputs":[{{outputs}}]}""");
        Assert.True(reply.Value is not null, reply.Problem);
        return reply.Value.Prediction;
    }

    private static Reply<Answer> Read(string body) =>
        InferResponse.Read(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body));
}
