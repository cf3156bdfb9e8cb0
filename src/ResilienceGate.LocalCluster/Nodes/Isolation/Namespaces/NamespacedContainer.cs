using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>One run of a container in its pod's namespaces, with processes, mounts and a control group of its own.</summary>
/// <param name="entrance">The way in.</param>
/// <param name="mounts">Its volumes.</param>
/// <param name="table">A file for its mounts.</param>
/// <param name="createGroup">Makes its control group.</param>
/// <param name="onStart">Is told the first process.</param>
internal sealed class NamespacedContainer(
    ContainerEntrance entrance,
    IReadOnlyList<VolumeMount> mounts,
    string table,
    Func<ICgroup> createGroup,
    Action<int> onStart
) : IContainerIsolation
{
    private readonly MountPaths _paths = new(mounts);
    private ICgroup _group = new NoCgroup();
    private int _first;

    public bool RanOutOfMemory => _group.HasKilled;

    /// <summary>A volume is where its path says.</summary>
    public string Write(string text) => text;

    public StartedProcess Start(ProcessDefinition definition)
    {
        try
        {
            _group = createGroup();
        }
        catch (IsolationException e)
        {
            throw new ProcessStartException(e.Message);
        }

        var plan = new MountPlan(mounts);
        File.WriteAllText(table, plan.Table.ToString());
        var words = (entrance with { OnTerminal = definition.HasTerminal }).First(
            _group,
            definition.WorkingDirectory,
            plan.Steps,
            table
        );
        var process = (definition with { Launcher = new ProcessLauncher(words, _paths) }).Start();
        _first = NamespaceScript.Await(process);
        onStart(_first);
        return new StartedProcess(process, _first);
    }

    public ProcessDefinition Beside(ProcessDefinition definition)
    {
        var way = entrance with { OnTerminal = definition.HasTerminal };
        return definition with
        {
            Launcher = new ProcessLauncher(way.Further(_group, definition.WorkingDirectory, _first), _paths),
        };
    }

    public void Dispose()
    {
        _group.Remove();
        File.Delete(table);
    }
}
