using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Leases;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Leases;

/// <summary>A lease on a target, and a clock that the test moves.</summary>
public abstract class LeaseBench(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private protected const string Name = "resilience-gate-deployment-model";

    private protected static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected ApiCluster Cluster { get; } = cluster;

    private protected SteppedClock Time { get; } = new();

    private protected string Namespace { get; } = cluster.NewNamespace();

    /// <summary>Lets time pass for somebody who watches a lease, one look after the other.</summary>
    private protected async Task StepAsync(Task watching, TimeSpan along)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        for (var passed = TimeSpan.Zero; passed < along && !watching.IsCompleted; passed += Look)
            await Task.WhenAny(watching, Time.EndWaitAsync(Look, over.Token));
        await over.CancelAsync();
    }

    private protected Task<TargetLease> AcquireAsync(string run, IKubernetes? client = null) =>
        TargetLease.AcquireAsync(client ?? Cluster.Client, Namespace, Name, run, Time, NullLogger.Instance, Ct);

    private protected void Put(string holder, DateTimeOffset renewed) =>
        Cluster.Objects.Leases.Create(
            new V1Lease
            {
                Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = Namespace },
                Spec = new V1LeaseSpec
                {
                    HolderIdentity = holder,
                    AcquireTime = renewed.UtcDateTime,
                    RenewTime = renewed.UtcDateTime,
                    LeaseDurationSeconds = (int)TargetLease.Duration.TotalSeconds,
                },
            }
        );

    private protected V1Lease? Find() => Cluster.Objects.Leases.Find(Namespace, Name);

    private protected string? Holder() => Find()?.Spec.HolderIdentity;

    private protected DateTime? RenewTime() => Find()?.Spec.RenewTime;
}
