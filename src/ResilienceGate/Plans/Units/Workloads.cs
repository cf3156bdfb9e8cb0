using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Workloads as kubectl names them: <c>deployment/recommender</c>.</summary>
internal static class Workloads
{
    private const string Example = "deployment/recommender";
    private const int LongestName = 253;

    private static readonly string[] Kinds = ["deployment", "statefulset"];

    public static ScalarForm<(string Kind, string Name)> Form { get; } =
        new TextForm<(string Kind, string Name)>(
            "a workload, deployment/NAME or statefulset/NAME, with the name in lower case",
            $"^({string.Join('|', Kinds)})/{Names.SubdomainPart}$",
            Example,
            Parse
        );

    public static Parsed<(string Kind, string Name)> Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return Wrong($"does not say its kind; write deployment/{text} or statefulset/{text}");
        var (kind, name) = (text[..slash], text[(slash + 1)..]);
        if (name.Length is 0 or > LongestName)
            return Wrong($"needs a name of 1 to {LongestName} characters after the /; write it as in {Example}");
        if (Kinds.Contains(kind))
            return (kind, name);
        return Nearest.To(kind, Kinds) is { } near
            ? Wrong($"has the unknown kind {kind}; did you mean {near}/{name}?")
            : Wrong($"has a kind that is not supported in this version; supported: {string.Join(", ", Kinds)}");
    }

    private static Parsed<(string Kind, string Name)> Wrong(string problem) =>
        Parsed.Wrong<(string Kind, string Name)>(problem);
}
