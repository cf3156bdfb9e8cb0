using CsCheck;
using ResilienceGate.LocalCluster.Nodes.Environment;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Environment;

public sealed class VariableExpansionTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["A"] = "alpha",
        ["B"] = "$(A)",
        ["EMPTY"] = "",
    };

    private static readonly Gen<string> Text = Gen.String[Gen.Char["$()AB x"], 0, 20];

    [Theory]
    [InlineData("$(A)", "alpha")]
    [InlineData("--host=$(A):80", "--host=alpha:80")]
    [InlineData("$(A)$(A)", "alphaalpha")]
    [InlineData("$(B)", "$(A)")]
    [InlineData("$(EMPTY)", "")]
    [InlineData("$(NOPE)", "$(NOPE)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$alpha")]
    [InlineData("$$$$", "$$")]
    [InlineData("$(A", "$(A")]
    [InlineData("$A", "$A")]
    [InlineData("$", "$")]
    [InlineData("$()", "$()")]
    [InlineData("$($(A))", "$($(A))")]
    public void References_are_replaced_as_Kubernetes_defines_it(string text, string expected) =>
        Assert.Equal(expected, VariableExpansion.Expand(text, Variables));

    [Fact]
    public void A_text_whose_dollars_are_doubled_comes_out_as_it_was() =>
        Text.Sample(text =>
            VariableExpansion.Expand(text.Replace("$", "$$", StringComparison.Ordinal), Variables) == text
        );

    [Fact]
    public void Text_without_dollars_around_a_reference_is_kept() =>
        Gen.Select(Text, Text)
            .Sample(
                (before, after) =>
                {
                    var (head, tail) = (
                        before.Replace("$", "", StringComparison.Ordinal),
                        after.Replace("$", "", StringComparison.Ordinal)
                    );
                    return VariableExpansion.Expand($"{head}$(A){tail}", Variables) == $"{head}alpha{tail}";
                }
            );
}
