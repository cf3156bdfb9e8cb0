using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Containers;

namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>The containers of one pod by what they are to it. Ephemeral ones come while it lives.</summary>
internal sealed class ContainerSet
{
    private readonly ContainerContext _context;

    // Replaced, not changed: requests for streams look here from other threads.
    private volatile List<ContainerWorker> _ephemeral = [];

    public ContainerSet(ContainerContext context)
    {
        _context = context;
        Init = Workers(context.Pod.Spec.InitContainers, ContainerRole.Init);
        Main = Workers(context.Pod.Spec.Containers, ContainerRole.Main);
        TakeIn();
    }

    public IReadOnlyList<ContainerWorker> Init { get; }

    public IReadOnlyList<ContainerWorker> Main { get; }

    public IReadOnlyList<ContainerWorker> Ephemeral => _ephemeral;

    public IEnumerable<ContainerWorker> All => Init.Concat(Main).Concat(_ephemeral);

    /// <summary>From any thread; null when there is no such container.</summary>
    public ContainerWorker? Find(string name) =>
        All.FirstOrDefault(container => string.Equals(container.Spec.Name, name, StringComparison.Ordinal));

    /// <summary>Takes in the ephemeral containers that the pod was given meanwhile, and the images that were changed.</summary>
    public void TakeIn()
    {
        foreach (var spec in _context.Pod.Spec.Containers)
        {
            if (Main.FirstOrDefault(c => c.Spec.Name == spec.Name) is { } worker && worker.Spec.Image != spec.Image)
                worker.Redefine(spec);
        }
        List<V1Container> added =
        [
            .. (_context.Pod.Spec.EphemeralContainers ?? []).Where(e => Find(e.Name) is null).Select(AsContainer),
        ];
        if (added.Count > 0)
            _ephemeral = [.. _ephemeral, .. Workers(added, ContainerRole.Ephemeral)];
    }

    private List<ContainerWorker> Workers(IEnumerable<V1Container>? specs, ContainerRole role) =>
        [.. (specs ?? []).Select(spec => new ContainerWorker(spec, role, _context))];

    /// <summary>Its fields are those of a container, under the same names, and the name of another one.</summary>
    private static V1Container AsContainer(V1EphemeralContainer container) =>
        KubernetesJson.Deserialize<V1Container>(KubernetesJson.Serialize(container));
}
