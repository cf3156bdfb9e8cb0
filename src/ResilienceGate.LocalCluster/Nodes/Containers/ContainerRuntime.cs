using System.Security.Cryptography;
using k8s.Models;
using ResilienceGate.LocalCluster.Images;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Logs;
using ResilienceGate.LocalCluster.Nodes.Pods;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>Turns a container's spec into a running process.</summary>
internal sealed class ContainerRuntime(
    ImageCatalogue images,
    MachineVariables machine,
    ContainerVariables variables,
    ServiceLinks links,
    ProcessMark clusterMark,
    TimeProvider clock
)
{
    /// <exception cref="ImagePullException">The image is unknown and the container has no command.</exception>
    public Image Pull(V1Container container) => images.Resolve(container.Image ?? "", container.Command);

    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="sandbox">The pod's addresses, directory and volumes.</param>
    /// <param name="image">The container's image.</param>
    /// <param name="run">0 for the first run, then the number of restarts.</param>
    /// <exception cref="ContainerConfigException">Something that the container refers to is missing.</exception>
    public ContainerPlan Plan(V1Pod pod, V1Container container, PodSandbox sandbox, Image image, int run)
    {
        var id = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var linked = links.Of(pod);
        var own = variables.Resolve(pod, sandbox.Addresses, container, linked);
        var visible = new Dictionary<string, string>(linked, StringComparer.Ordinal);
        foreach (var (name, value) in own)
            visible[name] = value;
        var isolation = sandbox.Isolation.Isolate(pod, container, id, sandbox.Volumes.Mounts(container, visible));
        var directory = sandbox.NewContainerDirectory(container.Name, run);

        var environment = machine.For(pod, directory);
        foreach (var (name, value) in linked)
            environment[name] = value;
        foreach (var (name, value) in own)
            environment[name] = isolation.Write(value);
        environment[clusterMark.Name] = clusterMark.Value;
        environment[ProcessMark.ContainerVariable] = id;

        string Written(string text) => isolation.Write(VariableExpansion.Expand(text, visible));
        var command = container.Command is { Count: > 0 } given ? given.Select(Written) : image.Entrypoint;
        return new ContainerPlan
        {
            Id = id,
            Missing = image.HoldsNothingElse && container.Command is [var program, ..] ? program : null,
            Isolation = isolation,
            LogFile = sandbox.NewLogFile(container.Name, run),
            KeepsInput = container.Stdin is true,
            ClosesInput = container.StdinOnce is true && container.Tty is not true,
            Process = new ProcessDefinition
            {
                Command = [.. command, .. (container.Args ?? []).Select(Written)],
                WorkingDirectory = container.WorkingDir is { Length: > 0 } path ? isolation.Write(path) : directory,
                Environment = environment,
                HasTerminal = container.Tty is true,
            },
        };
    }

    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public ContainerRun Start(ContainerPlan plan)
    {
        var log = new ContainerLog(plan.LogFile, clock);
        try
        {
            if (plan.Missing is { } program)
                throw Executable.NotFound(program);
            var started = plan.Isolation.Start(plan.Process);
            var process = ContainerProcess.Follow(started, ProcessMark.Container(plan.Id), log);
            // A terminal is one stream: nobody writes to it, and that is all.
            if (!plan.KeepsInput && !process.HasTerminal)
                process.Input.Dispose();
            return new ContainerRun(plan, process, log, clock.GetUtcNow());
        }
        catch (ProcessStartException)
        {
            log.Dispose();
            plan.Isolation.Dispose();
            throw;
        }
    }
}
