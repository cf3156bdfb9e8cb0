using System.Text.Json;
using ResilienceGate.Commands.Judging;

namespace ResilienceGate.Tests.Commands.Judging;

public sealed class JudgeBatchTests
{
    private const string Empty = """{"baseline":[],"candidate":{"experiments":{}}}""";

    private static async Task<(int ExitCode, string[] Verdicts, string Errors)> JudgeAsync(
        string lines,
        bool strict = false
    )
    {
        using var input = new StringReader(lines);
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter();
        var exitCode = await new JudgeBatch(input, output, errors).RunAsync(
            strict,
            TestContext.Current.CancellationToken
        );
        return (exitCode, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.ToString());
    }

    [Fact]
    public async Task The_example_of_the_guide_is_answered_as_it_says()
    {
        var guide = await File.ReadAllLinesAsync(Guide(), TestContext.Current.CancellationToken);
        var examples = guide.Where(line => line.StartsWith('{')).ToList();

        var (exitCode, verdicts, _) = await JudgeAsync(examples[0]);

        Assert.Equal(0, exitCode);
        Assert.Equal([examples[1]], verdicts);
    }

    [Fact]
    public async Task Verdicts_come_in_the_order_of_their_lines()
    {
        var lines = Enumerable
            .Range(0, 200)
            .Select(i => Empty.Replace("{\"base", $"{{\"id\":\"{i}\",\"base", StringComparison.Ordinal));

        var (_, verdicts, _) = await JudgeAsync(string.Join('\n', lines));

        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"{i}"),
            verdicts.Select(verdict => JsonDocument.Parse(verdict).RootElement.GetProperty("id").GetString())
        );
        Assert.All(verdicts, verdict => Assert.Contains("\"inconclusive\"", verdict, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nope", 2, "invalid JSON literal")]
    [InlineData("""{"baseline":[]}""", 16, "lacks 'candidate'")]
    [InlineData(
        """{"baseline":[],"candidate":{"experiments":{"a":{"p99":["x"]}}}}""",
        59,
        "$.candidate.experiments.a.p99[0]"
    )]
    [InlineData(
        """{"baseline":[],"candidate":{"experiments":{"a":{"p99":[1],"outage":[]}}}}""",
        1,
        "candidate.experiments.a needs one value"
    )]
    [InlineData("""{"baseline":[],"candidate":{"experiments":{"a":{"availability":[99]}}}}""", 1, "no share of 0 to 1")]
    [InlineData("""{"baseline":[],"candidate":{"experiments":{}},"pears":1}""", 55, "pears")]
    public async Task A_line_that_cannot_be_judged_is_told_with_its_place_and_stops_no_other(
        string line,
        int column,
        string reason
    )
    {
        var (exitCode, verdicts, errors) = await JudgeAsync($"{Empty}\n{line}\n{Empty}");

        Assert.Equal((ExitCodes.Invalid, 3), (exitCode, verdicts.Length));
        Assert.StartsWith($"error: line 2, column {column}: ", errors, StringComparison.Ordinal);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.StartsWith("{\"line\":2,\"error\"", verdicts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_batch_ends_at_the_first_line_that_cannot_be_judged()
    {
        var (exitCode, verdicts, _) = await JudgeAsync($"nope\n{Empty}", strict: true);

        Assert.Equal((ExitCodes.Invalid, 1), (exitCode, verdicts.Length));
    }

    [Theory]
    [InlineData(1.0, "pass")]
    [InlineData(2.0, "regression")]
    public async Task Pairs_settle_what_the_screen_suspects(double factor, string verdict)
    {
        var baseline = string.Join(',', Enumerable.Range(0, 8).Select(run => Run(8 + (0.1 * run), 5)));
        var line =
            $"{{\"baseline\":[{baseline}],\"candidate\":{Run(16, 5)},"
            + $"\"pairs\":{{\"accepted\":{Run(8, 20)},\"candidate\":{Run(8 * factor, 20)}}}}}";

        var (_, verdicts, _) = await JudgeAsync(line);

        var answer = JsonDocument.Parse(Assert.Single(verdicts)).RootElement;
        Assert.Equal(verdict, answer.GetProperty("verdict").GetString());
        Assert.InRange(answer.GetProperty("pairs-used").GetInt32(), 4, 19);
    }

    private static string Run(double recovery, int count) =>
        $"{{\"experiments\":{{\"kill\":{{\"recovery-time\":[{Values(recovery, count)}]}}}}}}";

    private static string Values(double recovery, int count) =>
        string.Join(
            ',',
            Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{recovery + (0.2 * (i % 3))}"))
        );

    private static string Guide()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ResilienceGate.slnx")))
            folder = folder.Parent;

        return Path.Combine(Assert.IsType<DirectoryInfo>(folder).FullName, "docs", "judge.md");
    }
}
