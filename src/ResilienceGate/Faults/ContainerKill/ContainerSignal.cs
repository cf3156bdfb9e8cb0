using System.Net.WebSockets;
using System.Text;
using k8s;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.ContainerKill;

/// <summary>
/// Sends SIGTERM to the first process of a container, from inside: by its shell or, without one, by its <c>kill</c>.
/// </summary>
/// <remarks>
/// A process that a kubelet starts inside a container has no parent there. Where it has one, the container shares the
/// process table of somebody else, and its PID 1 is not the container's own.
/// </remarks>
internal sealed class ContainerSignal(IKubernetes cluster, string ns)
{
    private const int SharesProcesses = 97;

    /// <summary>The whole container was killed, and the command with it.</summary>
    private const int KilledWithContainer = 137;

    private static readonly string[] ByShell =
    [
        "/bin/sh",
        "-c",
        $"[ \"$PPID\" = 0 ] || exit {SharesProcesses}; kill -TERM 1",
    ];

    private static readonly string[] ByProgram = ["kill", "-TERM", "1"];

    /// <exception cref="InjectionRefusedException">It cannot be sent; the message says why, and what can be done.</exception>
    public async Task TerminateAsync(PodTimes pod, string container, CancellationToken ct)
    {
        await RefuseReplacedAsync(pod, ct);
        if (await TryAsync(pod, container, ByShell, ct) || await TryAsync(pod, container, ByProgram, ct))
            return;
        throw new InjectionRefusedException(
            $"the image of container {container} has neither a shell nor `kill`; write driver: chaos-mesh, which kills "
                + "containers from outside"
        );
    }

    /// <summary>A StatefulSet's replacement has the same name: never hit it by mistake.</summary>
    private async Task RefuseReplacedAsync(PodTimes pod, CancellationToken ct)
    {
        try
        {
            var found = await cluster.CoreV1.ReadNamespacedPodAsync(pod.Name, ns, cancellationToken: ct);
            if (found.Metadata.Uid == pod.Uid)
                return;
        }
        catch (HttpOperationException e) when (e.Is(System.Net.HttpStatusCode.NotFound))
        {
            // As if another one had its name.
        }
        throw new InjectionRefusedException($"pod {pod.Name} had gone before its container could be killed");
    }

    /// <returns>False when the container has no such program.</returns>
    private async Task<bool> TryAsync(PodTimes pod, string container, string[] command, CancellationToken ct)
    {
        var said = "";
        try
        {
            var exit = await cluster.NamespacedPodExecAsync(
                pod.Name,
                ns,
                container,
                command,
                tty: false,
                async (_, _, errors) => said = await ReadAsync(errors, ct),
                ct
            );
            return exit switch
            {
                0 or KilledWithContainer => true,
                126 or 127 => false,
                SharesProcesses => throw new InjectionRefusedException(
                    $"container {container} shares the processes of others, so that its first process is not its own; "
                        + "write driver: chaos-mesh, which kills containers from outside"
                ),
                _ => throw new InjectionRefusedException(
                    $"container {container} could not be signalled: {said.Trim()} (exit code {exit})"
                ),
            };
        }
        catch (KubernetesException e) when (IsMissing(e.Status?.Message ?? e.Message))
        {
            return false;
        }
        catch (KubernetesException e)
        {
            throw new InjectionRefusedException(
                $"container {container} could not be signalled: {e.Status?.Message ?? e.Message}",
                e
            );
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            // The container may have ended under the connection: whether it did is for the proof to tell.
            return true;
        }
    }

    private static async Task<string> ReadAsync(Stream errors, CancellationToken ct)
    {
        using var reader = new StreamReader(errors, Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }

    /// <summary>As runc and crun say it.</summary>
    private static bool IsMissing(string message) =>
        message.Contains("executable file not found", StringComparison.Ordinal)
        || message.Contains("no such file or directory", StringComparison.OrdinalIgnoreCase);
}
