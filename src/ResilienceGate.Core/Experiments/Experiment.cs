namespace ResilienceGate.Core.Experiments;

/// <summary>A fault, whom it hits, how often, and how long its effect is watched.</summary>
public sealed record Experiment
{
    /// <summary>Unique within the plan; accepted runs are compared by it.</summary>
    public required string Name { get; init; }

    public required Fault Fault { get; init; }

    public required Mode Mode { get; init; }

    /// <summary>What injects the fault.</summary>
    public Driver Driver { get; init; }

    /// <summary>The number of injections; each is one replicate of the statistics.</summary>
    public required int Repeat { get; init; }

    /// <summary>
    /// How long after each injection requests are counted for availability and latency. It is fixed, so that a slow
    /// recovery cannot dilute its own errors; the injection itself goes on until the target is stable again.
    /// </summary>
    public required TimeSpan Observe { get; init; }

    /// <summary>How long the target has to become stable again before it counts as never recovered.</summary>
    public required TimeSpan RecoverWithin { get; init; }

    /// <summary>Line of the experiment in the plan, from 1; annotations point there.</summary>
    public required int Line { get; init; }
}
