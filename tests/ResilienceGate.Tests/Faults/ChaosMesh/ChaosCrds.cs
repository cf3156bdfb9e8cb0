using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.ChaosMesh;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

/// <summary>The custom resources of Chaos Mesh: the real ones where a folder with them is named, else ones without schema.</summary>
internal static class ChaosCrds
{
    private const string Variable = "RESILIENCE_GATE_CHAOS_MESH_CRDS";

    /// <summary>A folder with <c>podchaos.yaml</c> and its like; null when none is named.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } f ? f : null;

    public static string WhyNot => $"{Variable} names no folder with the CustomResourceDefinitions of Chaos Mesh";

    /// <summary>Installs the real ones, which check what is created against their schemas.</summary>
    public static async Task InstallRealAsync(IKubernetes cluster, CancellationToken ct)
    {
        foreach (var file in Directory.EnumerateFiles(Folder ?? "", "*.yaml"))
        {
            await using var text = File.OpenRead(file);
            await InstallAsync(cluster, await KubernetesYaml.LoadFromStreamAsync<V1CustomResourceDefinition>(text), ct);
        }
    }

    /// <summary>Installs kinds that take anything.</summary>
    public static async Task InstallAsync(IKubernetes cluster, CancellationToken ct)
    {
        foreach (var kind in (ChaosKind[])[ChaosKind.Pod, ChaosKind.Network, ChaosKind.Stress])
            await InstallAsync(cluster, Open(kind), ct);
    }

    private static async Task InstallAsync(
        IKubernetes cluster,
        V1CustomResourceDefinition definition,
        CancellationToken ct
    )
    {
        try
        {
            await cluster.ApiextensionsV1.CreateCustomResourceDefinitionAsync(definition, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict))
        {
            // Another test of the same cluster was here before.
        }
    }

    private static V1CustomResourceDefinition Open(ChaosKind kind) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = $"{kind.Resource}.{ChaosApi.Group}" },
            Spec = new V1CustomResourceDefinitionSpec
            {
                Group = ChaosApi.Group,
                Scope = "Namespaced",
                Names = new V1CustomResourceDefinitionNames
                {
                    Kind = kind.Name,
                    ListKind = $"{kind.Name}List",
                    Plural = kind.Resource,
                    Singular = kind.Resource,
                },
                Versions =
                [
                    new V1CustomResourceDefinitionVersion
                    {
                        Name = "v1alpha1",
                        Served = true,
                        Storage = true,
                        Schema = new V1CustomResourceValidation
                        {
                            OpenAPIV3Schema = new V1JSONSchemaProps
                            {
                                Type = "object",
                                XKubernetesPreserveUnknownFields = true,
                            },
                        },
                    },
                ],
            },
        };
}
