namespace ResilienceGate.Tests.Plans.Generated;

public sealed class PlanReferenceTests
{
    private const string ReferencePath = "docs/plan.md";

    private const string Begin = "<!-- made from the declarations of the plan; the tests say how -->\n";

    private static readonly string Written = File.ReadAllText(Repository.File(ReferencePath));

    [Fact]
    public void The_committed_reference_is_what_the_reader_reads() =>
        GeneratedFile.IsCurrent(ReferencePath, Written.Split(Begin)[0] + Begin + "\n" + PlanReference.Text());

    [Fact]
    public void The_plans_of_the_reference_are_right()
    {
        var plans = Written.Split("```yaml\n").Skip(1).Select(block => block.Split("```")[0]).ToList();

        Assert.NotEmpty(plans);
        Assert.All(plans, plan => Assert.Empty(Samples.Errors(plan)));
    }

    /// <summary>A message of the reference that the reader does not say would mislead.</summary>
    [Fact]
    public void The_mistake_of_the_reference_is_told_as_it_says()
    {
        var told = Written.Split("```text\n")[1].Split("\n```")[0];

        var error = Assert.Single(
            Samples.Errors(Samples.Minimal.Replace("  requests", "  rate: 100\n  requests", StringComparison.Ordinal))
        );

        Assert.Equal(told, (error with { File = "resilience-gate.yaml" }).ToString());
    }
}
