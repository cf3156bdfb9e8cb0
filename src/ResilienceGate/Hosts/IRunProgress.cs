using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Hosts;

/// <summary>What a run tells while it goes on. Any thread may call.</summary>
internal interface IRunProgress : IAsyncDisposable
{
    /// <summary>A part of the run begins: <c>preflight</c>, <c>steady state</c>, <c>clean-up</c>.</summary>
    void StepStarted(string step);

    void SteadyStateMeasured(SteadyState steady);

    /// <param name="number">From 1.</param>
    /// <param name="of">The number of experiments.</param>
    /// <param name="injections">The number of injections of this one.</param>
    void ExperimentStarted(string name, string fault, int number, int of, int injections);

    /// <param name="number">From 1 within its experiment.</param>
    void InjectionStarted(int number, IReadOnlyList<string> victims);

    void InjectionFinished(Injection injection);

    /// <summary>About once a second while there is traffic.</summary>
    void Traffic(TrafficReading reading);

    void Message(string text);

    void Warning(string text);
}
