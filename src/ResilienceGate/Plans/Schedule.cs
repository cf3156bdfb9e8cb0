using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans;

/// <summary>How long a run of a plan takes when everything recovers at once.</summary>
internal static class Schedule
{
    /// <summary>
    /// The steady state before and after the faults, and for each injection the time it is observed or lasts. Nothing can
    /// be quicker.
    /// </summary>
    public static TimeSpan Shortest(Plan plan) =>
        plan.Experiments.Aggregate(2 * plan.SteadyState.For, (sum, e) => sum + (e.Repeat * Injection(e)));

    /// <summary>The same as a sum for people: <c>2 x 20s steady state + 5 x 10s "a pod is killed"</c>.</summary>
    public static string Arithmetic(Plan plan) =>
        string.Join(
            " + ",
            plan.Experiments.Select(e => $"{e.Repeat} x {Durations.Format(Injection(e))} \"{e.Name}\"")
                .Prepend($"2 x {Durations.Format(plan.SteadyState.For)} steady state")
        );

    private static TimeSpan Injection(Experiment experiment) =>
        Duration(experiment.Fault) is var duration && duration > experiment.Observe ? duration : experiment.Observe;

    private static TimeSpan Duration(Fault fault) =>
        fault switch
        {
            Fault.NodeDrain drain => drain.Duration,
            Fault.ChaosMesh chaos => chaos.Duration,
            Fault.Gremlin attack => attack.Duration,
            _ => TimeSpan.Zero,
        };
}
