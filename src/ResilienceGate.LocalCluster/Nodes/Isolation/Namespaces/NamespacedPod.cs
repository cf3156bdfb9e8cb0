using System.Collections.Concurrent;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>
/// The namespaces that the containers of a pod share, held by a process that does nothing else, as in life: its pause
/// container. It ends when its input does, and so does not outlive the cluster.
/// </summary>
internal sealed class NamespacedPod : IPodIsolation
{
    private const string Script = $"""
        set -e
        read -r pid rest </proc/self/stat
        hostname=$1 network=$2 mounts=$3
        shift 3
        if [ -n "$network" ]; then
          echo "$hostname" >/proc/sys/kernel/hostname
          ip -batch - <<END
        $network
        END
        fi
        mount --all --fstab "$mounts"
        {NamespaceScript.Join}
        echo "ready $pid"
        read -r rest || :
        """;

    private static int _ends;

    private readonly ConcurrentDictionary<string, int> _processes = new(StringComparer.Ordinal);
    private readonly RunningProcess _holder;
    private readonly Tools _tools;
    private readonly ICgroup _group;
    private readonly SandboxSettings _settings;
    private readonly int _id;

    private NamespacedPod(RunningProcess holder, int id, SandboxSettings settings, ICgroup group, Tools tools)
    {
        _holder = holder;
        _id = id;
        _settings = settings;
        _group = group;
        _tools = tools;
    }

    /// <exception cref="ProcessStartException">It could not be made.</exception>
    public static NamespacedPod Create(
        V1Pod pod,
        SandboxSettings settings,
        Fabric fabric,
        ICgroup cluster,
        Tools tools,
        ProcessMark mark
    )
    {
        settings.WriteFiles(pod);
        var group = cluster.Branch($"pod{pod.Metadata.Uid}", ResourceBounds.Of(pod.Spec));
        try
        {
            var leaf = group.Leaf("sandbox", ResourceBounds.None);
            var holder = Holder(pod, settings, fabric, leaf, tools, mark).Start();
            return new NamespacedPod(holder, NamespaceScript.Await(holder), settings, group, tools);
        }
        catch (Exception e) when (e is ProcessStartException or IsolationException)
        {
            group.Remove();
            throw;
        }
    }

    private static ProcessDefinition Holder(
        V1Pod pod,
        SandboxSettings settings,
        Fabric fabric,
        ICgroup group,
        Tools tools,
        ProcessMark mark
    ) =>
        new()
        {
            Command =
            [
                .. new[] { tools.Nsenter, $"--mount={fabric.Mounts}", "--", tools.Unshare, "--mount", "--ipc" },
                .. pod.Spec.HostNetwork is true ? [] : new[] { "--net", "--uts" },
                .. pod.Spec.ShareProcessNamespace is true ? new[] { "--pid", "--fork", "--kill-child" } : [],
                .. new[] { "--", Tools.Shell, "-c", Script, "pause" },
                SandboxSettings.Hostname(pod),
                pod.Spec.HostNetwork is true ? "" : settings.Network(fabric, Interlocked.Increment(ref _ends)),
                settings.MountTableFile,
                .. group.ProcessFiles,
                "--",
            ],
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["PATH"] = tools.Path, [mark.Name] = mark.Value },
        };

    public IContainerIsolation Isolate(
        V1Pod pod,
        V1Container container,
        string id,
        IReadOnlyList<VolumeMount> mounts
    ) =>
        new NamespacedContainer(
            new ContainerEntrance
            {
                Tools = _tools,
                Pod = _id,
                ProcessNamespace = ProcessNamespace(pod, container),
                Privileges = Privileges.Of(pod.Spec, container),
            },
            mounts,
            Path.Combine(_settings.Files, $"{id}.mounts"),
            () => _group.Leaf(id, ResourceBounds.Of(container)),
            process => _processes[container.Name] = process
        );

    public void Dispose()
    {
        _holder.Input.Close();
        _holder.WaitForExit();
        _holder.Dispose();
        _group.Remove();
    }

    private ProcessNamespace ProcessNamespace(V1Pod pod, V1Container container)
    {
        var target = pod
            .Spec.EphemeralContainers?.FirstOrDefault(ephemeral => ephemeral.Name == container.Name)
            ?.TargetContainerName;
        if (pod.Spec.HostPID is true)
            return new ProcessNamespace.Machine();
        if (pod.Spec.ShareProcessNamespace is true)
            return new ProcessNamespace.Of(_id);
        return target is not null && _processes.TryGetValue(target, out var process)
            ? new ProcessNamespace.Of(process)
            : new ProcessNamespace.Own();
    }
}
