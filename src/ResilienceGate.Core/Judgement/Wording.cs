using System.Globalization;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>How numbers and lists read in a finding's sentence.</summary>
internal static class Wording
{
    private const int Named = 3;

    /// <summary><c>a, b, c and 4 more</c>.</summary>
    public static string List(IReadOnlyList<string> names) =>
        names.Count <= Named
            ? string.Join(", ", names)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", names.Take(Named))} and {names.Count - Named} more"
            );

    /// <summary><c>1 request</c>, <c>3 requests</c>.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary><c>of 'a pod is killed'</c>, or <c>over all experiments</c> for null.</summary>
    public static string Of(string? experiment) => experiment is null ? "over all experiments" : $"of '{experiment}'";

    /// <summary>How a finding against the anchor begins; nothing for the baseline, which is the rule.</summary>
    public static string Against(Reference reference) =>
        reference is Reference.Anchor ? "against the anchored release: " : "";

    /// <summary>A metric's value: seconds, or a share of requests.</summary>
    public static string Value(Metric metric, double value) =>
        metric is Metric.Availability
            ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.##} %")
            : Seconds(value);

    /// <summary>A change as a <see cref="Comparison"/> states it, with its sign.</summary>
    public static string Change(Metric metric, double change) =>
        metric switch
        {
            Metric.Availability => string.Create(CultureInfo.InvariantCulture, $"{Bare(metric, change)} points"),
            Metric.Outage => string.Create(CultureInfo.InvariantCulture, $"{Bare(metric, change)} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Bare(metric, change)} %"),
        };

    /// <summary><c>+150..+290 %</c>.</summary>
    public static string Interval(Metric metric, double low, double high) =>
        string.Create(CultureInfo.InvariantCulture, $"{Bare(metric, low)}..{Change(metric, high)}");

    public static string Seconds(double seconds) =>
        Math.Abs(seconds) switch
        {
            < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms"),
            < 99.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        };

    private static string Bare(Metric metric, double change) =>
        metric switch
        {
            Metric.Availability => (change * 100).ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture),
            Metric.Outage => change.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture),
            _ => (change * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture),
        };
}
