using System.Net;
using System.Net.Sockets;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Pods;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>
/// Runs one pod before any is promised. A machine, itself a container perhaps, may allow namespaces and yet nothing that
/// a pod needs in them; or its packet filter drops what pods send to it.
/// </summary>
internal static class PodTrial
{
    private const long AnyUser = 65532;

    /// <summary>On one machine an answer takes less than a millisecond.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);

    /// <exception cref="IsolationException">It did not run, or did not reach the machine.</exception>
    public static async Task RunAsync(IIsolation isolation, string directory, ProcessMark mark, CancellationToken ct)
    {
        var pool = isolation.Addresses.Pods(1);
        var address = pool.Take() ?? throw new IsolationException("there is no address for a pod");
        try
        {
            var addresses = new PodAddresses(isolation.Addresses.Node(1), address);
            using var pod = isolation.Isolate(Pod, addresses, memory: [], directory);
            using var container = pod.Isolate(Pod, Pod.Spec.Containers[0], "trial", mounts: []);
            await RunAsync(container, isolation.Addresses.ApiServer, mark, ct);
        }
        catch (ProcessStartException e)
        {
            throw new IsolationException($"a pod cannot run: {e.Message}");
        }
        finally
        {
            pool.Return(address);
            PodSandbox.DeleteDirectory(directory);
        }
    }

    private static async Task RunAsync(
        IContainerIsolation container,
        IPAddress machine,
        ProcessMark mark,
        CancellationToken ct
    )
    {
        var started = container.Start(
            new ProcessDefinition
            {
                Command = [Tools.Shell, "-c", "read -r end || :"],
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string> { [mark.Name] = mark.Value },
            }
        );
        using var process = started.Process;
        try
        {
            await ConnectAsync(started.First ?? process.Id, machine, ct);
        }
        finally
        {
            process.Input.Close();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        using var errors = new StreamReader(process.Error ?? Stream.Null);
        if (await process.WaitForExitAsync(ct) is not 0)
            throw new IsolationException($"a container cannot run: {await errors.ReadToEndAsync(ct)}");
    }

    private static async Task ConnectAsync(int from, IPAddress machine, CancellationToken ct)
    {
        using var listener = new TcpListener(machine, port: 0);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Answer);
        try
        {
            listener.Start();
            using var socket = NetworkNamespace.NewSocket(from);
            await socket.ConnectAsync(listener.LocalEndpoint, limit.Token);
        }
        catch (SocketException e)
        {
            throw new IsolationException($"a pod does not reach this machine at {machine}: {e.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new IsolationException(
                $"a pod gets no answer from this machine at {machine}; does a packet filter drop what pods send?"
            );
        }
    }

    /// <summary>As little allowed as any: it shows that privileges can be given up.</summary>
    private static V1Pod Pod { get; } =
        new()
        {
            Metadata = new V1ObjectMeta { Name = "trial", Uid = "-trial" },
            Spec = new V1PodSpec
            {
                Containers =
                [
                    new V1Container
                    {
                        Name = "trial",
                        SecurityContext = new V1SecurityContext
                        {
                            RunAsUser = AnyUser,
                            AllowPrivilegeEscalation = false,
                            Capabilities = new V1Capabilities { Drop = ["ALL"] },
                        },
                    },
                ],
            },
        };
}
