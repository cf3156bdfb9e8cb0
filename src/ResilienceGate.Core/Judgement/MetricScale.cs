using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// How a metric is judged: on a scale where its noise is about the same at every level and more is worse, with the
/// movement that is allowed, and with what is assumed of its noise as long as too few accepted runs can show it.
/// </summary>
internal abstract record MetricScale
{
    private MetricScale() { }

    public abstract Metric Metric { get; }

    /// <summary>Relative margin; a share of requests for availability.</summary>
    public required double Margin { get; init; }

    /// <summary>A movement counts only when it exceeds this, in the metric's own unit: less cannot be seen, or does not matter.</summary>
    public required double Floor { get; init; }

    /// <summary>The step in which values come, in the metric's own unit.</summary>
    public required double Resolution { get; init; }

    /// <summary>
    /// Assumed standard deviation between equal runs on the scale, for fewer than <see cref="Screen.EnoughRuns"/>
    /// accepted runs.
    /// </summary>
    public required double PriorDeviation { get; init; }

    /// <summary>The values of a run's injections; an injection without one is left out.</summary>
    public abstract IReadOnlyList<double> ValuesOf(IReadOnlyList<InjectionValues> injections);

    public abstract double ToScale(double value);

    public abstract double FromScale(double score);

    /// <summary>A score as people read it, in the metric's own unit.</summary>
    public virtual double Shown(double score) => FromScale(score);

    /// <summary>The largest value that the margin allows, from a baseline's typical one.</summary>
    public virtual double Allowed(double typical) => typical * (1 + Margin);

    /// <summary>What a <see cref="Comparison"/> states as the change from one typical value to another.</summary>
    public abstract double Change(double from, double to);

    /// <summary>log(max(x - h/2, h/4)): a recovery is seen up to one period h after it came.</summary>
    public sealed record RecoveryTime : MetricScale
    {
        public override Metric Metric => Metric.RecoveryTime;

        /// <summary>
        /// A recovery that never came is censored at the end of its window, and ranks behind all that came in its run.
        /// </summary>
        public override IReadOnlyList<double> ValuesOf(IReadOnlyList<InjectionValues> injections)
        {
            var longest = injections.Max(injection => injection.RecoveryTime) ?? 0;
            return
            [
                .. injections
                    .Where(injection => injection.RecoveryTime is not null || injection.NeverRecovered)
                    .Select(injection => injection.RecoveryTime ?? Math.Max(injection.Watched, longest)),
            ];
        }

        public override double ToScale(double value) => Math.Log(Math.Max(value - (Resolution / 2), Resolution / 4));

        public override double FromScale(double score) => Math.Exp(score) + (Resolution / 2);

        public override double Change(double from, double to) => (to / from) - 1;
    }

    /// <summary>
    /// log(x + 0.5 s). An outage is near zero where replicas survive; there the difference between none and a slice or
    /// two of 100 ms is chance, and a plain logarithm would blow it up.
    /// </summary>
    public sealed record Outage : MetricScale
    {
        private const double Shift = 0.5;

        public override Metric Metric => Metric.Outage;

        /// <summary>An outage that did not end is a lower bound, and ranks with the longest of its run.</summary>
        public override IReadOnlyList<double> ValuesOf(IReadOnlyList<InjectionValues> injections)
        {
            var longest = injections.Max(injection => injection.Outage);
            return
            [
                .. injections
                    .Select(injection => injection.OutageCensored ? longest : injection.Outage)
                    .OfType<double>(),
            ];
        }

        public override double ToScale(double value) => Math.Log(value + Shift);

        public override double FromScale(double score) => Math.Max(0, Math.Exp(score) - Shift);

        public override double Change(double from, double to) => to - from;
    }

    /// <summary>log x.</summary>
    public sealed record P99 : MetricScale
    {
        /// <summary>Below a microsecond nothing is measured.</summary>
        private const double Least = 1e-6;

        public override Metric Metric => Metric.P99;

        public override IReadOnlyList<double> ValuesOf(IReadOnlyList<InjectionValues> injections) =>
            [.. injections.Select(injection => injection.P99).OfType<double>()];

        public override double ToScale(double value) => Math.Log(Math.Max(value, Least));

        public override double FromScale(double score) => Math.Exp(score);

        public override double Change(double from, double to) => (to / from) - 1;
    }

    /// <summary>log(u + 0.002) of the unavailability u.</summary>
    public sealed record Availability : MetricScale
    {
        private const double Shift = 0.002;

        public override Metric Metric => Metric.Availability;

        public override IReadOnlyList<double> ValuesOf(IReadOnlyList<InjectionValues> injections) =>
            [.. injections.Select(injection => injection.Unavailability).OfType<double>()];

        public override double ToScale(double value) => Math.Log(value + Shift);

        public override double FromScale(double score) => Math.Clamp(Math.Exp(score) - Shift, 0, 1);

        /// <summary>The share that was answered.</summary>
        public override double Shown(double score) => 1 - FromScale(score);

        public override double Allowed(double typical) => typical + Margin;

        /// <summary>The change of the availability: unavailability with its sign turned.</summary>
        public override double Change(double from, double to) => from - to;
    }
}
