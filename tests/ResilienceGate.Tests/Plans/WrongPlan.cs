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
        var text = Samples.Complete;
        for (var rest = lines[1..^1]; rest.Length > 0; )
        {
            var (old, now) = (Marked(ref rest, "- "), Marked(ref rest, "+ "));
            Assert.True(text.Split(old).Length == 2, $"{lines[0]}: not once in the plan:\n{old}");
            text = text.Replace(old, now, StringComparison.Ordinal);
        }
        return new WrongPlan(lines[0], text, place[1], place[2], place[0] is "=!");
    }

    /// <summary>Takes the first lines with a mark away from the rest.</summary>
    private static string Marked(ref string[] rest, string mark)
    {
        var marked = rest.TakeWhile(l => l.StartsWith(mark, StringComparison.Ordinal)).ToList();
        rest = rest[marked.Count..];
        return string.Concat(
            marked.Select(l => l[mark.Length..].Replace("<tab>", "\t", StringComparison.Ordinal) + "\n")
        );
    }
}
