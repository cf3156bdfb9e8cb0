using k8s;
using k8s.Models;
using ResilienceGate.Plans;

namespace ResilienceGate.EndToEnd;

/// <summary>The service account of <c>action/rbac</c>: the gate of these tests has its rights and no other.</summary>
internal sealed class GateAccount(Kubernetes cluster)
{
    private const string Manifest = "resilience-gate.yaml";
    private const string Name = "resilience-gate";
    private const string Manager = "end-to-end";

    /// <summary>Makes the account and its roles, and writes a kubeconfig that holds its token.</summary>
    /// <param name="administrator">The kubeconfig that says where the cluster is.</param>
    /// <param name="path">Where to write the account's.</param>
    public async Task WriteKubeconfigAsync(string administrator, string path, CancellationToken ct)
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Manifest), ct);
        foreach (var obj in KubernetesYaml.LoadAllFromString(manifest))
            await ApplyAsync(obj, ct);
        var request = new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = [] } };
        var token = await cluster.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            request,
            Name,
            TestTarget.Namespace,
            cancellationToken: ct
        );
        var config = await KubernetesClientConfiguration.LoadKubeConfigAsync(administrator);
        foreach (var user in config.Users)
            user.UserCredentials = new() { Token = token.Status.Token };
        await File.WriteAllTextAsync(path, KubernetesYaml.Serialize(config), ct);
    }

    /// <summary>Deletes what belongs to no namespace.</summary>
    public async Task DeleteAsync(CancellationToken ct)
    {
        foreach (var name in (string[])[Name, AgentPlan.DefaultServiceAccount])
        {
            await cluster.RbacAuthorizationV1.DeleteClusterRoleBindingAsync(name, cancellationToken: ct);
            await cluster.RbacAuthorizationV1.DeleteClusterRoleAsync(name, cancellationToken: ct);
        }
    }

    private Task ApplyAsync(object obj, CancellationToken ct)
    {
        var patch = new V1Patch(obj, V1Patch.PatchType.ApplyPatch);
        var rbac = cluster.RbacAuthorizationV1;
        return obj switch
        {
            V1ServiceAccount o => cluster.CoreV1.PatchNamespacedServiceAccountAsync(
                patch,
                o.Name(),
                o.Namespace(),
                fieldManager: Manager,
                cancellationToken: ct
            ),
            V1Role o => rbac.PatchNamespacedRoleAsync(
                patch,
                o.Name(),
                o.Namespace(),
                fieldManager: Manager,
                cancellationToken: ct
            ),
            V1RoleBinding o => rbac.PatchNamespacedRoleBindingAsync(
                patch,
                o.Name(),
                o.Namespace(),
                fieldManager: Manager,
                cancellationToken: ct
            ),
            V1ClusterRole o => rbac.PatchClusterRoleAsync(
                patch,
                o.Name(),
                fieldManager: Manager,
                cancellationToken: ct
            ),
            V1ClusterRoleBinding o => rbac.PatchClusterRoleBindingAsync(
                patch,
                o.Name(),
                fieldManager: Manager,
                cancellationToken: ct
            ),
            _ => throw new InvalidOperationException($"{Manifest} holds a {obj.GetType().Name}."),
        };
    }
}
