using System.Globalization;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports;

/// <summary>Numbers as people read them: three significant digits or so, with their unit.</summary>
public static class Amount
{
    // 0.9999 * 10,000 must not be floored to 9,998.
    private const double RoundingError = 1e-6;

    public static string Of(TimeSpan time) => Seconds(time.TotalSeconds);

    public static string Seconds(double seconds) =>
        seconds switch
        {
            0 => "0 s",
            < 0.01 => Format($"{seconds * 1000:0.0} ms"),
            < 0.9995 => Format($"{seconds * 1000:0} ms"),
            < 9.995 => Format($"{seconds:0.00} s"),
            < 99.95 => Format($"{seconds:0.0} s"),
            _ => Format($"{seconds:0} s"),
        };

    /// <summary>A share, 0 to 1, as a percentage. Rounded down, for 99.999 % is not all.</summary>
    public static string Share(double share) => Format($"{Math.Floor((share * 1e4) + RoundingError) / 100:0.##} %");

    /// <summary>A value of a metric in its own unit.</summary>
    public static string Of(Metric metric, double value) =>
        metric is Metric.Availability ? Share(value) : Seconds(value);

    /// <summary><c>+52 % (+31 to +76)</c>; seconds for an outage and percentage points for a share.</summary>
    public static string Change(Metric metric, Comparison evidence) =>
        $"{Signed(metric, evidence.Change)} {Unit(metric)} "
        + $"({Signed(metric, evidence.ChangeLow)} to {Signed(metric, evidence.ChangeHigh)})";

    /// <summary>A change for the worse that is allowed or can be seen, with the sign of what is worse.</summary>
    public static string Worse(Metric metric, double change) =>
        $"{Signed(metric, metric is Metric.Availability ? -Math.Abs(change) : change)} {Unit(metric)}";

    private static string Unit(Metric metric) =>
        metric switch
        {
            Metric.Availability => "pp",
            Metric.Outage => "s",
            _ => "%",
        };

    private static string Signed(Metric metric, double change)
    {
        if (!double.IsFinite(change))
            return change > 0 ? "+∞" : "-∞";
        var shown = metric is Metric.Outage ? change : change * 100;
        return Math.Abs(shown) < 10 ? Format($"{shown:+0.##;-0.##;0}") : Format($"{shown:+0;-0;0}");
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
