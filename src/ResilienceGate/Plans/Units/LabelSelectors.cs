using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Label selectors by equality, as kubectl takes them: <c>app=redis,tier=cache</c>.</summary>
internal static class LabelSelectors
{
    private const string Name = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private const string Term = $"({Names.SubdomainPart}/)?{Name}=({Name})?";

    public static ScalarForm<string> Form { get; } =
        new TextForm<string>(
            "labels and their values, key=value, with commas between them",
            $"^{Term}(,{Term})*$",
            "app=redis",
            text => text
        );
}
