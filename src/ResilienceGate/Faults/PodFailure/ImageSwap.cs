using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.PodFailure;

/// <summary>
/// Gives the containers of a pod an image that does nothing, and their own images back. A pod carries the name of the run
/// that swapped them, and what they were.
/// </summary>
/// <remarks>
/// The fence is that of <see cref="Nodes.Cordon"/>: images are swapped only in the very version of the pod that was aimed
/// at, and whoever gives them back writes to the pod also when there is nothing to give back.
/// </remarks>
internal sealed class ImageSwap(IKubernetes cluster, string ns)
{
    /// <summary>A kubelet writes to its pods too.</summary>
    private const int MostConflicts = 10;

    /// <summary>The images of a pod's containers by the containers' names.</summary>
    public static IReadOnlyDictionary<string, string> ImagesOf(V1Pod pod) =>
        pod.Spec.Containers.ToDictionary(c => c.Name, c => c.Image, StringComparer.Ordinal);

    /// <summary>The run that swapped a pod's images; null when none of ours did.</summary>
    public static string? RunOf(V1Pod pod) => pod.GetAnnotation(Labels.SwappedBy);

    /// <exception cref="InjectionRefusedException">
    /// Somebody else has written to the pod since it was aimed at, it has gone, or a policy of the cluster forbids it.
    /// </exception>
    public async Task SwapAsync(PodTimes pod, string image, string run, CancellationToken ct)
    {
        var own = ImagesOf(pod.Now);
        var annotations = new JsonObject
        {
            [Labels.SwappedBy] = run,
            [Labels.OwnImages] = JsonSerializer.Serialize(own),
        };
        try
        {
            await PatchAsync(pod.Now, annotations, own.Keys.ToDictionary(name => name, _ => image), ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) || e.Is(HttpStatusCode.NotFound))
        {
            // Of this run after all: an attempt that the API server answered with an error was carried out.
            if (await FindAsync(pod.Name, ct) is { } found && found.Uid() == pod.Uid && RunOf(found) == run)
                return;
            throw new InjectionRefusedException(
                $"pod {pod.Name} was changed by somebody else before its images could be swapped",
                e
            );
        }
        catch (HttpOperationException e)
            when (e.Is(HttpStatusCode.Forbidden) || e.Is(HttpStatusCode.UnprocessableEntity))
        {
            throw new InjectionRefusedException($"the images of {pod.Name} may not be swapped: {e.Explain()}", e);
        }
    }

    /// <summary>Gives a pod its own images back, if this run has swapped them.</summary>
    /// <param name="images">What they were; null to believe what the pod carries.</param>
    /// <returns>What the pod says of itself afterwards; null when there was nothing to give back, or the pod has gone.</returns>
    /// <exception cref="GateException">Nobody knows what they were, or they did not come back.</exception>
    public async Task<string?> RestoreAsync(
        string pod,
        string run,
        IReadOnlyDictionary<string, string>? images,
        CancellationToken ct
    )
    {
        for (var conflicts = 0; await FindAsync(pod, ct) is { } found; conflicts++)
        {
            try
            {
                if (RunOf(found) != run)
                    found = await FenceAsync(found, run, ct);
                if (RunOf(found) != run)
                    return null;
                var own = images ?? Noted(found);
                var after = await PatchAsync(found, Mark(null), own, ct);
                return own.All(i => ImagesOf(after).GetValueOrDefault(i.Key) == i.Value)
                    ? $"pod {pod} has its own images again"
                    : throw new GateException(
                        $"Pod {pod} did not take its own images back. Delete it: it is replaced."
                    );
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
            {
                return null;
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) && conflicts < MostConflicts)
            {
                // Its kubelet was faster: look again.
            }
        }
        return null;
    }

    private static JsonObject Mark(string? run) => new() { [Labels.SwappedBy] = run, [Labels.OwnImages] = null };

    private static Dictionary<string, string> Noted(V1Pod pod)
    {
        try
        {
            if (
                pod.GetAnnotation(Labels.OwnImages) is { } noted
                && JsonSerializer.Deserialize<Dictionary<string, string>>(noted) is { Count: > 0 } images
            )
                return images;
        }
        catch (JsonException)
        {
            // As good as none.
        }
        throw new GateException(
            $"Pod {pod.Name()} has lost the note of its own images. Delete it: its controller replaces it."
        );
    }

    /// <summary>Makes a new version of the pod, which is otherwise as it was.</summary>
    private async Task<V1Pod> FenceAsync(V1Pod pod, string run, CancellationToken ct)
    {
        var fenced = await PatchAsync(pod, new JsonObject { [Labels.Fence] = run }, images: null, ct);
        return await PatchAsync(fenced, new JsonObject { [Labels.Fence] = null }, images: null, ct);
    }

    private async Task<V1Pod?> FindAsync(string pod, CancellationToken ct)
    {
        try
        {
            return await cluster.CoreV1.ReadNamespacedPodAsync(pod, ns, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    /// <summary>A strategic merge, which finds containers by their names, of one version of the pod.</summary>
    private Task<V1Pod> PatchAsync(
        V1Pod pod,
        JsonObject annotations,
        IReadOnlyDictionary<string, string>? images,
        CancellationToken ct
    )
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = pod.ResourceVersion(),
                ["annotations"] = annotations,
            },
        };
        if (images is not null)
            patch["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray([
                    .. images.Select(i => new JsonObject { ["name"] = i.Key, ["image"] = i.Value }),
                ]),
            };
        return cluster.CoreV1.PatchNamespacedPodAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.StrategicMergePatch),
            pod.Name(),
            ns,
            cancellationToken: ct
        );
    }
}
