using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Injects one kind of fault.</summary>
internal interface IInjector
{
    /// <summary>Chooses whom to hit; does nothing yet.</summary>
    /// <param name="random">The run's seeded choice.</param>
    Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    );

    /// <summary>An injection that can be reverted from the moment that this returns, though nothing is done yet.</summary>
    IInjection Prepare(Experiment experiment, Aim aim);
}
