using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>The conditions that a kubelet keeps on a pod; those of others stay as they are.</summary>
internal sealed class PodConditions(V1Pod pod, string phase, DateTime now)
{
    private readonly IList<V1PodCondition> _before = pod.Status.Conditions ?? [];
    private readonly List<V1PodCondition> _conditions = [];

    /// <param name="pod">The pod with the conditions so far.</param>
    /// <param name="phase">Its phase now.</param>
    /// <param name="init">The init containers' statuses.</param>
    /// <param name="main">The containers' statuses.</param>
    /// <param name="hasSandbox">Whether its network and volumes are there.</param>
    /// <param name="now">The time of what changes.</param>
    public static List<V1PodCondition> Of(
        V1Pod pod,
        string phase,
        IReadOnlyList<V1ContainerStatus> init,
        IReadOnlyList<V1ContainerStatus> main,
        bool hasSandbox,
        DateTime now
    )
    {
        var conditions = new PodConditions(pod, phase, now);
        conditions.Set("PodReadyToStartContainers", hasSandbox, reason: null, message: null);
        conditions.SetInitialized(init);
        conditions.SetReadiness(main);
        conditions.KeepOthers();
        return conditions._conditions;
    }

    private void SetInitialized(IReadOnlyList<V1ContainerStatus> init)
    {
        string[] incomplete =
        [
            .. init.Where(status => status.State.Terminated is not { ExitCode: 0 }).Select(status => status.Name),
        ];
        if (incomplete.Length is 0)
            Set("Initialized", holds: true, phase is "Succeeded" ? "PodCompleted" : null, message: null);
        else
            Set(
                "Initialized",
                holds: false,
                "ContainersNotInitialized",
                $"containers with incomplete status: {List(incomplete)}"
            );
    }

    private void SetReadiness(IReadOnlyList<V1ContainerStatus> main)
    {
        string[] unready = [.. main.Where(status => !status.Ready).Select(status => status.Name)];
        var (reason, message) = phase switch
        {
            "Succeeded" => ("PodCompleted", null),
            "Failed" => ("PodFailed", null),
            _ when unready.Length > 0 => ("ContainersNotReady", $"containers with unready status: {List(unready)}"),
            _ => ((string?)null, (string?)null),
        };
        var containersReady = reason is null;
        var gate = containersReady ? FailingGate() : null;
        if (gate is not null)
            Set("Ready", holds: false, "ReadinessGatesNotReady", gate);
        else
            Set("Ready", containersReady, reason, message);
        Set("ContainersReady", containersReady, reason, message);
    }

    private string? FailingGate() =>
        (pod.Spec.ReadinessGates ?? [])
            .Where(gate => Before(gate.ConditionType)?.Status is not "True")
            .Select(gate => $"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but False")
            .FirstOrDefault();

    private void Set(string type, bool holds, string? reason, string? message)
    {
        var status = holds ? "True" : "False";
        var before = Before(type);
        _conditions.Add(
            new V1PodCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                ObservedGeneration = pod.Metadata.Generation,
                LastTransitionTime = string.Equals(before?.Status, status, StringComparison.Ordinal)
                    ? before?.LastTransitionTime
                    : now,
            }
        );
    }

    private void KeepOthers() =>
        _conditions.AddRange(
            _before.Where(old =>
                !_conditions.Exists(own => string.Equals(own.Type, old.Type, StringComparison.Ordinal))
            )
        );

    private V1PodCondition? Before(string type) =>
        _before.FirstOrDefault(condition => string.Equals(condition.Type, type, StringComparison.Ordinal));

    private static string List(string[] names) => $"[{string.Join(' ', names)}]";
}
