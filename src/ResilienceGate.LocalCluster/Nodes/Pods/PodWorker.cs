using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Nodes.Containers;
using ResilienceGate.LocalCluster.Nodes.Environment;

namespace ResilienceGate.LocalCluster.Nodes.Pods;

/// <summary>
/// Runs one pod on its node, from its binding to its end. Whatever happens (a change of the object, the end of a
/// process, a probe's result, the passing of time) wakes it, and it then does what the state of things asks for.
/// </summary>
internal sealed class PodWorker : IDisposable
{
    // What the kubelet waits before it tries to mount a volume again that it could not.
    private static readonly TimeSpan SandboxRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);

    private readonly KubeletContext _kubelet;
    private readonly Mailbox _mailbox;
    private readonly ContainerContext _context;
    private readonly ContainerSet _containers;
    private readonly string _directory;
    private readonly DateTime _startTime;
    private DateTimeOffset? _sandboxFailedAt;
    private PodEnd? _end;
    private bool _tornDown;
    private bool _removed;
    private bool _vanished;
    private bool _finished;

    public PodWorker(V1Pod pod, KubeletContext kubelet)
    {
        _kubelet = kubelet;
        _mailbox = new Mailbox(kubelet.Clock);
        _context = new ContainerContext(kubelet.Runtime, kubelet.Events, _mailbox, kubelet.Clock) { Pod = pod };
        _directory = Path.Combine(kubelet.PodsDirectory, pod.Metadata.Uid);
        _startTime = pod.Status.StartTime ?? kubelet.Clock.Seconds();
        _containers = new ContainerSet(_context);
        foreach (var status in (pod.Status.ContainerStatuses ?? []).Concat(pod.Status.EphemeralContainerStatuses ?? []))
            Container(status.Name)?.Resume(status);
    }

    private V1Pod Pod => _context.Pod;

    /// <summary>From any thread; null when there is no such container.</summary>
    public ContainerWorker? Container(string name) => _containers.Find(name);

    /// <summary>After its run has ended.</summary>
    public void Dispose() => _mailbox.Dispose();

    /// <summary>The object changed.</summary>
    public void Update(V1Pod pod) => _mailbox.Post(() => _context.Pod = pod);

    /// <summary>The object is gone: end what is left, and tell nobody.</summary>
    public void Remove() =>
        _mailbox.Post(() =>
        {
            _removed = true;
            End(new PodEnd { Grace = ShortestGrace });
        });

    /// <summary>The cluster stops: end the processes without a word.</summary>
    public void Abandon(TimeSpan grace) =>
        _mailbox.Post(() =>
        {
            _removed = true;
            End(new PodEnd { Grace = grace, SkipsHooks = true });
        });

    /// <summary>The machine is gone, and the processes with it; what the pod wrote is found when it comes back.</summary>
    public void Vanish() =>
        _mailbox.Post(() =>
        {
            _vanished = true;
            foreach (var container in _containers.All)
                container.Kill();
        });

    /// <summary>Runs until the pod is gone.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var mailbox = _mailbox;
        // Off the thread of the watch, which has other pods to serve.
        await Task.Yield();
        while (true)
        {
            var next = Sync();
            if (_finished)
                break;
            await _mailbox.ReadAsync(next, ct);
        }

        _context.Sandbox = null;
        if (!_vanished)
            PodSandbox.DeleteDirectory(_directory);
    }

    private TimeSpan? Sync()
    {
        foreach (var container in _containers.All)
            container.Observe();
        if (_vanished)
        {
            EndWithMachine();
            return null;
        }

        if (!_removed && Pod.Metadata.DeletionTimestamp is not null)
            End(new PodEnd { Grace = DeletionGrace() });
        var next = _end is null ? Advance() : null;
        if (_end is null && HasEnded())
            End(new PodEnd { Grace = ShortestGrace });
        if (_end is { } end)
            Finish(end);
        if (!_removed)
            Publish();
        if (_end is not null && _tornDown)
            LetGo();
        return next;
    }

    /// <summary>Brings the pod nearer to running; returns when to go on by itself.</summary>
    private TimeSpan? Advance()
    {
        if (Deadline() is { } left)
        {
            if (left <= TimeSpan.Zero)
            {
                const string Message = "Pod was active on the node longer than the specified deadline";
                End(
                    new PodEnd
                    {
                        Grace = Grace(),
                        Reason = "DeadlineExceeded",
                        Message = Message,
                    }
                );
                return null;
            }

            return Earlier(AdvanceContainers(), left);
        }

        return AdvanceContainers();
    }

    private TimeSpan? AdvanceContainers()
    {
        if (EnsureSandbox() is not { } sandbox)
            return SandboxRetry;
        return Earlier(AdvanceContainers(sandbox), sandbox.Volumes.RefreshTokens(_kubelet.Clock.GetUtcNow()));
    }

    private TimeSpan? AdvanceContainers(PodSandbox sandbox)
    {
        _containers.TakeIn();
        // Init containers run one by one before the others; ephemeral ones wait for nobody.
        var next = _containers.Init.FirstOrDefault(container => !(container.IsDone && container.Succeeded));
        return (next is null ? _containers.Main : [next])
            .Concat(_containers.Ephemeral)
            .Select(container => container.Advance(sandbox))
            .Aggregate((TimeSpan?)null, Earlier);
    }

    private PodSandbox? EnsureSandbox()
    {
        if (_context.Sandbox is { } sandbox)
            return sandbox;
        if (_sandboxFailedAt + SandboxRetry > _kubelet.Clock.GetUtcNow())
            return null;
        try
        {
            return _context.Sandbox = PodSandbox.Create(Pod, _directory, _kubelet);
        }
        catch (ContainerConfigException e)
        {
            return FailSandbox("FailedMount", e.Message);
        }
        catch (PodSandboxException e)
        {
            return FailSandbox("FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
        }
    }

    private PodSandbox? FailSandbox(string reason, string message)
    {
        _sandboxFailedAt = _kubelet.Clock.GetUtcNow();
        _kubelet.Events.Warning(Pod, reason, message);
        return null;
    }

    /// <summary>All containers are done, or an init container failed for good.</summary>
    private bool HasEnded() =>
        _containers.Main.All(container => container.IsDone)
        || _containers.Init.Any(container => container.IsDone && !container.Succeeded);

    private void End(PodEnd end) => _end = _end is null ? end : _end.Merge(end);

    private void Finish(PodEnd end)
    {
        foreach (var container in _containers.All)
            container.Stop(end.Grace, $"Stopping container {container.Spec.Name}", end.SkipsHooks);
        if (_tornDown || _containers.All.Any(container => container.IsRunning))
            return;
        _context.Sandbox?.TearDown();
        _tornDown = true;
    }

    private void EndWithMachine()
    {
        if (_containers.All.Any(container => container.IsRunning))
            return;
        if (!_tornDown)
            _context.Sandbox?.TearDown();
        _finished = true;
    }

    private void Publish()
    {
        var uid = Pod.Metadata.Uid;
        _kubelet.Cluster.Pods.ChangeStatus(
            Pod.Metadata.NamespaceProperty,
            Pod.Metadata.Name,
            stored =>
            {
                if (string.Equals(stored.Metadata.Uid, uid, StringComparison.Ordinal))
                    WriteStatus(stored);
            }
        );
    }

    private void WriteStatus(V1Pod stored)
    {
        List<V1ContainerStatus> init = [.. _containers.Init.Select(ContainerStatuses.Of)];
        List<V1ContainerStatus> main = [.. _containers.Main.Select(ContainerStatuses.Of)];
        List<V1ContainerStatus> ephemeral = [.. _containers.Ephemeral.Select(ContainerStatuses.Of)];
        var ended = _end is not null && _tornDown;
        var status = stored.Status;
        status.Phase = _end?.Reason is null || !ended ? PodPhase.Of(stored, init, main, ended) : "Failed";
        status.Reason = _end?.Reason;
        status.Message = _end?.Message;
        status.StartTime = _startTime;
        status.HostIP = _kubelet.NodeAddress.ToString();
        status.HostIPs = [new V1HostIP { Ip = status.HostIP }];
        status.PodIP = _context.Sandbox?.Addresses.Pod.ToString();
        status.PodIPs = status.PodIP is null ? null : [new V1PodIP { Ip = status.PodIP }];
        status.InitContainerStatuses = init.Count is 0 ? null : init;
        status.ContainerStatuses = main;
        status.EphemeralContainerStatuses = ephemeral.Count is 0 ? null : ephemeral;
        status.ObservedGeneration = stored.Metadata.Generation;
        var hasSandbox = _context.Sandbox is not null && !_tornDown;
        status.Conditions = PodConditions.Of(stored, status.Phase, init, main, hasSandbox, _kubelet.Clock.Seconds());
    }

    /// <summary>The last step: a pod whose deletion was asked for goes; one that ended by itself stays to be seen.</summary>
    private void LetGo()
    {
        if (_removed)
            _finished = true;
        else if (Pod.Metadata.DeletionTimestamp is not null)
            _kubelet.Cluster.Pods.Delete(Pod, TimeSpan.Zero);
    }

    private TimeSpan? Deadline() =>
        Pod.Spec.ActiveDeadlineSeconds is { } seconds
            ? _startTime + TimeSpan.FromSeconds(seconds) - _kubelet.Clock.GetUtcNow().UtcDateTime
            : null;

    private TimeSpan DeletionGrace()
    {
        var grace = TimeSpan.FromSeconds(Pod.Metadata.DeletionGracePeriodSeconds ?? 0);
        return grace > ShortestGrace ? grace : ShortestGrace;
    }

    private TimeSpan Grace() => TimeSpan.FromSeconds(Pod.Spec.TerminationGracePeriodSeconds ?? 30);

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
