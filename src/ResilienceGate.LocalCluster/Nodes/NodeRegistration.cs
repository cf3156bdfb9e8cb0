using System.Globalization;
using System.Net;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;

namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>The Node object and the Lease of one node, and its heartbeats.</summary>
internal sealed class NodeRegistration(
    string name,
    int number,
    IPAddress address,
    NodeMachine machine,
    Clientset cluster,
    NodeTimings timings,
    TimeProvider clock
)
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int Zones = 3;

    // The kubelet's nodeStatusReportFrequency: the Lease is the frequent heartbeat, the conditions the rare one.
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMinutes(5);

    public string Name => name;

    /// <summary>Makes the node known, or known to be back.</summary>
    public void Register()
    {
        var node = cluster.Nodes.ChangeStatus(ns: null, name, Report) ?? cluster.Nodes.Create(NewNode());
        if (!Renew())
            cluster.Leases.Create(NewLease(node));
    }

    /// <summary>Renews the Lease until cancelled.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(timings.RenewInterval, clock);
        var reported = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(ct))
        {
            Renew();
            if (clock.GetElapsedTime(reported) < ReportEvery && IsReady())
                continue;
            reported = clock.GetTimestamp();
            cluster.Nodes.ChangeStatus(ns: null, name, Report);
        }
    }

    /// <returns>Whether there is a Lease to renew.</returns>
    private bool Renew() =>
        cluster.Leases.Change(LeaseNamespace, name, lease => lease.Spec.RenewTime = clock.GetUtcNow().UtcDateTime)
            is not null;

    private bool IsReady() =>
        cluster.Nodes.Find(ns: null, name)?.Status.Conditions is { } conditions
        && conditions.Any(condition => condition is { Type: "Ready", Status: "True" });

    private void Report(V1Node node)
    {
        var before = node.Status.Conditions ?? [];
        var conditions = NewConditions();
        foreach (var condition in conditions)
        {
            if (before.FirstOrDefault(old => Same(old, condition)) is { } same)
                condition.LastTransitionTime = same.LastTransitionTime;
        }

        node.Status.Conditions = conditions;
    }

    private static bool Same(V1NodeCondition one, V1NodeCondition other) =>
        string.Equals(one.Type, other.Type, StringComparison.Ordinal)
        && string.Equals(one.Status, other.Status, StringComparison.Ordinal);

    private V1Node NewNode()
    {
        var zone = ((number - 1) % Zones + 1).ToString(CultureInfo.InvariantCulture);
        return new V1Node
        {
            ApiVersion = "v1",
            Kind = "Node",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["beta.kubernetes.io/arch"] = NodeMachine.Architecture,
                    ["beta.kubernetes.io/os"] = "linux",
                    ["kubernetes.io/arch"] = NodeMachine.Architecture,
                    ["kubernetes.io/hostname"] = name,
                    ["kubernetes.io/os"] = "linux",
                    ["topology.kubernetes.io/region"] = "local",
                    ["topology.kubernetes.io/zone"] = $"zone-{zone}",
                },
            },
            Spec = new V1NodeSpec(),
            Status = NewStatus(),
        };
    }

    private V1NodeStatus NewStatus()
    {
        var amounts = machine.Capacity.ToDictionary(StringComparer.Ordinal);
        return new V1NodeStatus
        {
            Capacity = amounts,
            Allocatable = amounts,
            Addresses =
            [
                new V1NodeAddress { Type = "InternalIP", Address = address.ToString() },
                new V1NodeAddress { Type = "Hostname", Address = name },
            ],
            Conditions = NewConditions(),
            NodeInfo = machine.Info,
        };
    }

    private List<V1NodeCondition> NewConditions() =>
        [
            Condition(
                "MemoryPressure",
                "False",
                "KubeletHasSufficientMemory",
                "kubelet has sufficient memory available"
            ),
            Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
        ];

    private V1NodeCondition Condition(string type, string status, string reason, string message) =>
        new()
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = message,
            LastHeartbeatTime = clock.Seconds(),
            LastTransitionTime = clock.Seconds(),
        };

    private V1Lease NewLease(V1Node node) =>
        new()
        {
            ApiVersion = "coordination.k8s.io/v1",
            Kind = "Lease",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = LeaseNamespace,
                OwnerReferences =
                [
                    new V1OwnerReference
                    {
                        ApiVersion = "v1",
                        Kind = "Node",
                        Name = name,
                        Uid = node.Metadata.Uid,
                    },
                ],
            },
            Spec = new V1LeaseSpec
            {
                HolderIdentity = name,
                LeaseDurationSeconds = (int)timings.LeaseDuration.TotalSeconds,
                RenewTime = clock.GetUtcNow().UtcDateTime,
            },
        };
}
