using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

/// <summary>Three nodes. They belong to the whole cluster: each test has one of its own.</summary>
public abstract class DrainBench : IAsyncLifetime
{
    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected LeapingClock Time { get; } = new();

    private protected ApiCluster Cluster { get; } = new();

    private protected ApiFaults Faults { get; } = new();

    /// <summary>Of the test's target; set by the test, and ended with it.</summary>
    private protected TargetWatch? Watch { get; set; }

    public async ValueTask InitializeAsync()
    {
        await Cluster.InitializeAsync();
        foreach (var node in (string[])["n1", "n2", "n3"])
            Cluster.AddNode(node);
    }

    public async ValueTask DisposeAsync()
    {
        if (Watch is not null)
            await Watch.DisposeAsync();
        await Cluster.DisposeAsync();
        Faults.Dispose();
        GC.SuppressFinalize(this);
    }
}
