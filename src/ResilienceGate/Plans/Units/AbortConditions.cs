using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>When a run is stopped: <c>availability &lt; 50% for 30s</c>.</summary>
internal static class AbortConditions
{
    private const string Example = "availability < 50% for 30s";
    private const string Subject = "availability <";
    private const string Joint = " for ";

    public static ScalarForm<AbortCondition> Form { get; } =
        new TextForm<AbortCondition>(
            $"a condition such as \"{Example}\"",
            $"^availability < ?{Shares.Part}% for {Durations.Part}$",
            Example,
            Parse
        );

    public static Parsed<AbortCondition> Parse(string text)
    {
        var joint = text.IndexOf(Joint, StringComparison.Ordinal);
        if (!text.StartsWith(Subject, StringComparison.Ordinal) || joint < Subject.Length)
            return Parsed.Wrong<AbortCondition>($"is not an abort condition; write it as in \"{Example}\"");
        var share = text[Subject.Length..joint].TrimStart(' ');
        var below = Shares.Parse(share, "%");
        if (below.Problem is { } wrongShare)
            return Parsed.Wrong<AbortCondition>($"compares with \"{share}\", which {wrongShare}");
        var time = text[(joint + Joint.Length)..];
        var duration = Durations.Parse(time);
        if (duration.Problem is { } wrongTime)
            return Parsed.Wrong<AbortCondition>($"has to hold for \"{time}\", which {wrongTime}");
        if (below.Value is <= 0 or > 1)
            return Parsed.Wrong<AbortCondition>(
                "compares with a share that is not above 0% and at most 100%; write 50%"
            );
        return duration.Value >= TimeSpan.FromSeconds(1)
            ? new AbortCondition(below.Value, duration.Value)
            : Parsed.Wrong<AbortCondition>("has to hold for less than the 1s at which it is measured; write 30s");
    }
}
