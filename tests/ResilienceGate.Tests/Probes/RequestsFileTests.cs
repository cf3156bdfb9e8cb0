using ResilienceGate.Agents;
using ResilienceGate.Probes;

namespace ResilienceGate.Tests.Probes;

public sealed class RequestsFileTests
{
    private const string Body = """{"inputs":[{"name":"user","shape":[1],"datatype":"INT64","data":[1]}]}""";

    [Fact]
    public void A_line_is_the_body_of_a_request()
    {
        var request = Assert.Single(Parse(Body));

        Assert.Equal("line-1", request.Id);
        Assert.Equal(Body, request.Body.ToJsonString());
        Assert.Null(request.Expected);
    }

    [Fact]
    public void A_line_may_wrap_the_body_with_an_id_and_the_expected_answer()
    {
        var request = Assert.Single(
            Parse($$$"""{"id":"u1","input":{{{Body}}},"expected":{"outputs":[{"name":"items","data":[[7,8]]}]}}""")
        );

        Assert.Equal("u1", request.Id);
        Assert.Equal(Body, request.Body.ToJsonString());
        Assert.Equal([7, 8], Assert.Single(request.Expected?.Outputs ?? []).Numbers);
    }

    [Fact]
    public void Comments_and_blank_lines_are_passed_over_but_counted() =>
        Assert.Equal(["line-2", "line-5"], Parse("# users", Body, "", "  // more", Body).Select(request => request.Id));

    [Fact]
    public void The_id_of_a_body_is_the_id_of_the_request() =>
        Assert.Equal("x", Parse($$"""{"id":"x",{{Body[1..]}}""")[0].Id);

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"inputs":[],"inputs":[]}""", "not valid JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "no 'inputs'")]
    [InlineData("""{"inputs":[]}""", "no 'inputs'")]
    [InlineData("""{"inputs":[3]}""", "not an object")]
    [InlineData("""{"inputs":[{"name":"user","shape":[1],"data":[1]}]}""", "no 'datatype'")]
    [InlineData("""{"input":3}""", "'input' is not an object")]
    [InlineData("""{"id":3,"input":{"inputs":[{"name":"u","shape":[1],"datatype":"INT64","data":[1]}]}}""", "'id'")]
    [InlineData("""{"input":{},"expect":{}}""", "'expect' is not known")]
    public void A_wrong_line_is_named_with_its_number(string line, string problem)
    {
        var e = Assert.Throws<RequestsFileException>(() => Parse(Body, line));

        Assert.Equal(2, e.Line);
        Assert.Contains(problem, e.Problem, StringComparison.Ordinal);
        Assert.StartsWith("requests.jsonl:2:", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", 2)]
    [InlineData("""{"id":"x" "y"}""", 11)]
    [InlineData("{\"id\":\"\u00e9\u20ac\" \"y\"}", 12)]
    [InlineData("[]", 1)]
    public void What_is_no_JSON_is_told_with_the_character_and_without_the_bytes(string line, int column)
    {
        var e = Assert.Throws<RequestsFileException>(() => Parse(Body, line));

        Assert.Equal((2, column), (e.Line, e.Column));
        Assert.StartsWith($"requests.jsonl:2:{column}: not ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expected_answer_that_is_none_is_refused()
    {
        var e = Assert.Throws<RequestsFileException>(() =>
            Parse($$$"""{"input":{{{Body}}},"expected":{"items":[7]}}""")
        );

        Assert.Contains("not an answer of open-inference-v2", e.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_is_taken_once()
    {
        var line = $$"""{"id":"u1","input":{{Body}}}""";

        var e = Assert.Throws<RequestsFileException>(() => Parse(line, "", line));

        Assert.Equal(3, e.Line);
        Assert.Contains("taken by line 1", e.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_requests_or_without_a_file_is_refused()
    {
        Assert.Equal(0, Assert.Throws<RequestsFileException>(() => Parse("# nothing")).Line);
        Assert.Contains(
            "cannot be read",
            Assert.Throws<RequestsFileException>(() => RequestsFile.Read("no/such.jsonl", Clients.Protocol)).Message,
            StringComparison.Ordinal
        );
    }

    private static IReadOnlyList<ProbeRequest> Parse(params string[] lines) =>
        RequestsFile.Parse("requests.jsonl", lines, Clients.Protocol);
}
