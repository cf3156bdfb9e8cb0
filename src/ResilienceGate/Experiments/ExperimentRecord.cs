using ResilienceGate.Core.Experiments;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Experiments;

/// <summary>What one experiment has measured so far.</summary>
internal sealed class ExperimentRecord(Experiment experiment)
{
    private readonly List<Injection> _injections = [];
    private string? _refused;
    private string? _unstable;

    public ExperimentResult Result =>
        new()
        {
            Name = experiment.Name,
            Fault = experiment.Fault.Kind,
            Line = experiment.Line,
            Planned = experiment.Repeat,
            Injections = [.. _injections],
            Refused = _refused,
            Unstable = _unstable,
        };

    public void Add(Injection injection) => _injections.Add(injection);

    public void Refuse(string why) => _refused = why;

    /// <summary>No further injection can be made: the target is not stable.</summary>
    public void Stop(string seen) => _unstable = seen;
}
