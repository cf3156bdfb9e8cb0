using ResilienceGate.Plans;

namespace ResilienceGate.Tests.Plans;

public sealed class WrongPlanTests
{
    public static TheoryData<string> Cases { get; } = [.. WrongPlan.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mistake_is_told_once_with_its_place_and_remedy(string mistake)
    {
        var wrong = WrongPlan.All[mistake];

        var error = Assert.Single(Samples.Errors(wrong.Text));

        Assert.Equal(wrong.At, $"{error.Line}:{error.Column}");
        Assert.Contains(wrong.Says, error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Message, c => c is ';');
    }

    [Theory]
    [InlineData("", "1:1: the plan is empty;")]
    [InlineData("# nothing yet\n", "1:1: the plan is empty;")]
    [InlineData("---\n", "1:1: the plan is a section with target")]
    [InlineData("- target\n", "1:1: the plan is a section with target")]
    [InlineData("target\n", "1:1: the plan is a section with target")]
    [InlineData("...\0", "1:1: what follows is no YAML;")]
    [InlineData(": {\n\\", "1:3: this { or [ is never closed;")]
    [InlineData("a: !<>", "1:1: what follows begins with a !")]
    public void A_text_that_is_no_plan_at_all_is_told_once(string text, string says)
    {
        var error = Assert.Single(Samples.Errors(text));

        Assert.StartsWith(says, $"{error.Line}:{error.Column}: {error.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_of_the_exception_is_what_a_person_is_shown()
    {
        var thrown = Assert.Throws<PlanException>(() => Samples.Read("target: 5\nprobe: 5\nexperiments: 5\n"));

        Assert.Equal(3, thrown.Message.Split(Environment.NewLine).Length);
        Assert.StartsWith($"{Samples.CompletePath}:1:9: target is ", thrown.Message, StringComparison.Ordinal);
    }
}
