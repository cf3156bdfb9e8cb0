using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>
/// The roles and bindings that a cluster is born with: those that users meet, read from the embedded
/// <c>bootstrap-policy.json</c>.
/// </summary>
/// <remarks>Source: <c>plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go</c>, version 1.36.</remarks>
internal static class BootstrapPolicy
{
    public static void Create(ObjectStore store)
    {
        using var stream =
            typeof(BootstrapPolicy).Assembly.GetManifestResourceStream(typeof(BootstrapPolicy), "bootstrap-policy.json")
            ?? throw new InvalidOperationException("The bootstrap policy is not embedded.");
        foreach (var obj in JsonNode.Parse(stream)?.AsArray().OfType<JsonObject>() ?? [])
        {
            var type = obj.Text("kind") is "ClusterRole"
                ? ResourceTypes.ClusterRoles
                : ResourceTypes.ClusterRoleBindings;
            var metadata = obj.EnsureObject("metadata");
            metadata.EnsureObject("labels")["kubernetes.io/bootstrapping"] = "rbac-defaults";
            metadata.EnsureObject("annotations")["rbac.authorization.kubernetes.io/autoupdate"] = "true";
            store.Create(type, ns: null, obj);
        }
    }
}
