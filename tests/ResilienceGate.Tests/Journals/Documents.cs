using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Journals;

namespace ResilienceGate.Tests.Journals;

/// <summary>Journals to write.</summary>
internal static class Documents
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static JournalDocument Of(string run, string ns, params JournalEntry[] entries) =>
        new()
        {
            Run = run,
            Target = $"{ns}/deployment/model",
            Lease = "resilience-gate-deployment-model",
            AgentNamespace = ns,
            Started = At,
            Entries = entries,
        };

    public static JournalEntry Chaos(int number, ChaosReference chaos) =>
        new()
        {
            Experiment = "the network is slow",
            Number = number,
            Fault = "chaos-mesh",
            Pods = ["model-1"],
            Nodes = [],
            Chaos = chaos,
            At = At,
            State = JournalState.Intended,
        };

    public static JournalEntry Drain(int number, params string[] nodes) =>
        new()
        {
            Experiment = "a node is drained",
            Number = number,
            Fault = "node-drain",
            Pods = ["model-1"],
            Nodes = nodes,
            At = At,
            State = JournalState.Intended,
        };
}
