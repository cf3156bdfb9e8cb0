using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Experiments;

/// <summary>What a run has measured so far; it stays true when the run ends early.</summary>
internal sealed class RunRecord
{
    private readonly List<ExperimentRecord> _experiments = [];
    private readonly List<Census> _censuses = [];
    private readonly List<string> _left = [];
    private int _injected;
    private int _reverted;

    /// <summary>Null until the probe runs.</summary>
    public ProbeSession? Probe { get; set; }

    /// <summary>Nodes that the target's pods were on; 0 until they are known.</summary>
    public int Nodes { get; set; }

    /// <summary>The right answers; null until they are known.</summary>
    public IReadOnlyDictionary<string, Prediction>? Truth { get; set; }

    public SteadyState? SteadyState { get; set; }

    public SteadyState? SteadyStateAfter { get; set; }

    public IReadOnlyList<ExperimentResult> Experiments => [.. _experiments.Select(e => e.Result)];

    public IReadOnlyList<Census> Censuses => _censuses;

    public CleanUp CleanUp => new(_injected, _reverted, [.. _left]);

    public ExperimentRecord Begin(Experiment experiment)
    {
        var record = new ExperimentRecord(experiment);
        _experiments.Add(record);
        return record;
    }

    public void Add(Census census) => _censuses.Add(census);

    /// <summary>The cluster has accepted a fault, or may have.</summary>
    public void Injected() => _injected++;

    /// <summary>A fault that leaves something to revert is proved to be gone.</summary>
    public void Reverted() => _reverted++;

    public void Leave(string what) => _left.Add(what);
}
