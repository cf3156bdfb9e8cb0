using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Tests.Probes.Json;

public sealed class TensorReaderTests
{
    [Theory]
    [InlineData("[1, 2.5, -3]")]
    [InlineData("[[1, 2.5], [-3]]")]
    [InlineData("[[[1], [2.5]], [], [[-3]]]")]
    public void Values_are_read_flat_or_nested(string json)
    {
        var tensor = Assert.Single(Read(json));

        Assert.Equal("y", tensor.Name);
        Assert.Equal([1, 2.5, -3], tensor.Numbers);
        Assert.Null(tensor.Texts);
    }

    [Fact]
    public void Members_of_rows_are_outputs_across_the_rows()
    {
        var tensors = Read(
            """[{"label":"cat","p":0.75,"box":{"at":[1,2]}},{"p":0.5,"label":"dog","box":{"at":[3,4]}}]"""
        );

        Assert.Equal(["label", "p", "box.at"], tensors.Select(t => t.Name));
        Assert.Equal(["cat", "dog"], tensors[0].Texts);
        Assert.Equal([0.75, 0.5], tensors[1].Numbers);
        Assert.Equal([1, 2, 3, 4], tensors[2].Numbers);
    }

    [Fact]
    public void A_list_of_both_kinds_is_two_outputs()
    {
        var tensors = Read("""[["cat", 0.75], ["dog", true]]""");

        Assert.Equal(["y", "y:text"], tensors.Select(t => t.Name));
        Assert.Equal([0.75, 1], tensors[0].Numbers);
        Assert.Equal(["cat", "dog"], tensors[1].Texts);
    }

    [Fact]
    public void An_empty_list_is_an_output_without_values() => Assert.Equal([], Assert.Single(Read("[]")).Numbers);

    [Theory]
    [InlineData("{}", "holds no value")]
    [InlineData("[{}]", "holds no value")]
    [InlineData("null", "something else")]
    [InlineData("""[{"a": 1}, {"a": null}]""", "'a' holds something else")]
    [InlineData("[1e999]", "64 bits")]
    public void What_is_no_prediction_is_named(string json, string problem)
    {
        var reader = new TensorReader("y");

        Assert.Null(Read(reader, json));
        Assert.Contains(problem, reader.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_finite_number_is_read_as_it_was_written() =>
        Gen
            .Double.Where(double.IsFinite)
            .Array[1, 20]
            .Sample(numbers =>
                Read($"[{string.Join(',', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)))}]")[0]
                    .Numbers?.SequenceEqual(numbers)
                    is true
            );

    private static IReadOnlyList<Tensor> Read(string json) =>
        Read(new TensorReader("y"), json) ?? throw new InvalidOperationException("No prediction.");

    private static IReadOnlyList<Tensor>? Read(TensorReader reader, string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        json.Read();
        var tensors = reader.Read(ref json);
        Assert.True(reader.Problem is not null || !json.Read(), "the reader stops at the end of the value");
        return tensors;
    }
}
