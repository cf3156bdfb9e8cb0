using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Faults;

/// <summary>Experiments to carry out.</summary>
internal static class Drills
{
    public static readonly TimeSpan Observe = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan RecoverWithin = TimeSpan.FromSeconds(50);

    public static Experiment Kill(Mode? mode = null, int repeat = 1) =>
        Of("a pod is killed", new Fault.PodKill(Grace: null), mode ?? new Mode.One(), repeat);

    public static Experiment Drain(Mode mode, int repeat = 1) =>
        Of("a node is drained", new Fault.NodeDrain(TimeSpan.FromSeconds(30)), mode, repeat);

    public static Experiment Of(Fault fault) => Of("a fault", fault, new Mode.One(), repeat: 1);

    private static Experiment Of(string name, Fault fault, Mode mode, int repeat) =>
        new()
        {
            Name = name,
            Fault = fault,
            Mode = mode,
            Repeat = repeat,
            Observe = Observe,
            RecoverWithin = RecoverWithin,
            Line = 7,
        };
}
