namespace ResilienceGate.Tests.Plans;

/// <summary>A mistake made in the complete plan, as WrongPlans.txt describes it.</summary>
/// <param name="Text">The whole plan with the mistake in it.</param>
/// <param name="At">Line and column that the error must name.</param>
/// <param name="Says">What the error must contain.</param>
/// <param name="SchemaSees">Whether the mistake is one that a JSON schema can find.</param>
internal sealed record WrongPlan(string Name, string Text, string At, string Says, bool SchemaSees)
{
    public static IReadOnlyDictionary<string, WrongPlan> All { get; } =
        File.ReadAllText(Repository.File("tests/ResilienceGate.Tests/Plans/WrongPlans.txt"))
            .Split("\n# ")
            .Skip(1)
            .Select(Read)
            .ToDictionary(w => w.Name, StringComparer.Ordinal);

    private static WrongPlan Read(string block)
    {
        var lines = block.TrimEnd('\n').Split('\n');
        var place = lines[^1].Split(' ', 3);
        var old = Marked(lines, "- ");
        Assert.True(Samples.Complete.Split(old).Length == 2, $"{lines[0]}: not once in the plan:\n{old}");
        var text = Samples.Complete.Replace(old, Marked(lines, "+ "), StringComparison.Ordinal);
        return new WrongPlan(lines[0], text, place[1], place[2], place[0] is "=!");
    }

    private static string Marked(IEnumerable<string> lines, string mark) =>
        string.Concat(
            lines
                .Where(l => l.StartsWith(mark, StringComparison.Ordinal))
                .Select(l => l[mark.Length..].Replace("<tab>", "\t", StringComparison.Ordinal) + "\n")
        );
}
