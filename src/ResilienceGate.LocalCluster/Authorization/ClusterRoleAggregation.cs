using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>Gives each ClusterRole with an aggregation rule the rules of the roles that it selects.</summary>
/// <remarks>After <c>pkg/controller/clusterroleaggregation</c>.</remarks>
internal sealed class ClusterRoleAggregation(ObjectStore store)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var _ in store.Watch(ResourceTypes.ClusterRoles, ns: null, fromRevision: store.Revision, ct))
            Aggregate();
    }

    /// <summary>Brings all roles up to date; roles may gather from roles that gather.</summary>
    public void Aggregate()
    {
        while (store.List(ResourceTypes.ClusterRoles, ns: null).Any(TryUpdate))
        {
            // Another round: what one gathered, another may gather from it.
        }
    }

    /// <returns>Whether it changed.</returns>
    private bool TryUpdate(StoredObject role)
    {
        if (role.Json.Object("aggregationRule") is not { } aggregation)
            return false;
        var rules = Gather(role, aggregation);
        if (JsonNode.DeepEquals(rules, role.Json.Array("rules") ?? []))
            return false;
        var draft = (JsonObject)role.Json.DeepClone();
        draft["rules"] = rules;
        try
        {
            store.Update(ResourceTypes.ClusterRoles, ns: null, draft, subresource: null);
        }
        catch (StatusException e) when (e.IsConflict || e.IsNotFound)
        {
            // Someone else changed it: the next round sees how it is now.
        }
        return true;
    }

    private JsonArray Gather(StoredObject role, JsonObject aggregation)
    {
        var gathered = new JsonArray();
        foreach (var selector in aggregation.Items("clusterRoleSelectors").Select(LabelSelector.Parse))
        {
            var selected = store
                .List(ResourceTypes.ClusterRoles, ns: null)
                .Where(other => other.Name != role.Name && selector.Matches(other.Json.Metadata.Object("labels")));
            foreach (var rule in selected.SelectMany(other => other.Json.Items("rules")))
            {
                if (!gathered.Any(known => JsonNode.DeepEquals(known, rule)))
                    gathered.Add(rule.DeepClone());
            }
        }
        return gathered;
    }
}
