using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>The conditions of a Deployment while its next status is being worked out.</summary>
internal sealed class DeploymentConditions(IEnumerable<V1DeploymentCondition>? before, DateTime now)
{
    private readonly List<V1DeploymentCondition> _conditions = [.. before ?? []];

    public IList<V1DeploymentCondition>? Written => _conditions.Count is 0 ? null : [.. _conditions];

    public V1DeploymentCondition? Find(string type) => _conditions.Find(condition => condition.Type == type);

    /// <summary>A condition of the same status and reason stays as it is.</summary>
    public void Set(string type, string status, string reason, string message)
    {
        if (Find(type) is not { } known || known.Status != status || known.Reason != reason)
            Renew(type, status, reason, message);
    }

    /// <summary>Like <see cref="Set"/>, but the time of the update moves in any case.</summary>
    public void Renew(string type, string status, string reason, string message)
    {
        var known = Find(type);
        Remove(type);
        _conditions.Add(
            new V1DeploymentCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                LastUpdateTime = now,
                LastTransitionTime = known?.Status == status ? known.LastTransitionTime : now,
            }
        );
    }

    public void Remove(string type) => _conditions.RemoveAll(condition => condition.Type == type);
}
