using k8s.Models;
using ResilienceGate.LocalCluster.Images;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Pods;
using ResilienceGate.LocalCluster.Nodes.Probes;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>One container of a pod through all its runs. Its pod's worker calls it, never two at a time.</summary>
internal sealed class ContainerWorker : IProbeListener
{
    private static readonly TimeSpan ConfigRetry = TimeSpan.FromSeconds(10);

    private readonly ContainerContext _context;
    private RestartBackOff _restarts;
    private ImagePull _pull;
    private ContainerEvents _events;
    private bool _isRedefined;
    private DateTimeOffset? _configFailedAt;
    private ProbeSet? _probes;

    public ContainerWorker(V1Container spec, ContainerRole role, ContainerContext context)
    {
        Spec = spec;
        Role = role;
        _context = context;
        _restarts = new RestartBackOff(context.Clock);
        _events = new ContainerEvents(spec, role, context);
        _pull = new ImagePull(spec, context.Runtime, _events, context.Clock);
        var initialises = context.Pod.Spec.InitContainers is { Count: > 0 };
        State = new ContainerState.Waiting(initialises ? "PodInitializing" : "ContainerCreating");
    }

    public V1Container Spec { get; private set; }

    public ContainerRole Role { get; }

    public ContainerState State { get; private set; }

    /// <summary>How the run before the present one ended.</summary>
    public ContainerState.Terminated? Last { get; private set; }

    public int RestartCount { get; private set; }

    /// <summary>Runs, and its startup probe, if any, has succeeded.</summary>
    public bool Started { get; private set; }

    public bool Ready { get; private set; }

    public string? ContainerId { get; private set; }

    public string? ImageId { get; private set; }

    /// <summary>The present or, when there is none, the last run.</summary>
    public ContainerRun? Run { get; private set; }

    /// <summary>The run before <see cref="Run"/>.</summary>
    public ContainerRun? Previous { get; private set; }

    public bool IsRunning => State is ContainerState.Running;

    /// <summary>Ended, and not to be started again.</summary>
    public bool IsDone =>
        Role is ContainerRole.Ephemeral
            ? State is ContainerState.Terminated || (ContainerId is not null && !IsRunning)
            : State is ContainerState.Terminated ended && !_isRedefined && !RestartsAfter(ended);

    public bool Succeeded => State is ContainerState.Terminated { ExitCode: 0 };

    /// <summary>
    /// Takes over from a kubelet that vanished with its machine: what ran then has ended, and nobody saw how.
    /// </summary>
    public void Resume(V1ContainerStatus before)
    {
        RestartCount = before.RestartCount;
        var now = _context.Clock.GetUtcNow();
        if (ContainerStatuses.Ended(before, before.State, now) is { } ended)
            State = ended;
        else
            Last = ContainerStatuses.Ended(before, before.LastState, now);
    }

    /// <summary>
    /// Its image was changed: it is ended, and started anew whatever its restart policy. Failures of what it was delay
    /// nothing.
    /// </summary>
    public void Redefine(V1Container spec)
    {
        Spec = spec;
        _restarts = new RestartBackOff(_context.Clock);
        _events = new ContainerEvents(spec, Role, _context);
        _pull = new ImagePull(spec, _context.Runtime, _events, _context.Clock);
        _configFailedAt = null;
        _isRedefined = true;
        Stop(
            TimeSpan.FromSeconds(_context.Pod.Spec.TerminationGracePeriodSeconds ?? 30),
            $"Container {spec.Name} definition changed, will be restarted"
        );
    }

    /// <summary>Ends the process without a grace and without a word.</summary>
    public void Kill()
    {
        if (IsRunning)
            Run?.Process.Signal(Signal.Kill);
    }

    /// <summary>Takes in that the process ended.</summary>
    public void Observe()
    {
        if (Run is not { } run || !IsRunning || !run.Process.Exited.IsCompletedSuccessfully)
            return;
        // Completed: read without waiting.
        var exitCode = run.Process.Exited.GetAwaiter().GetResult();
        Terminate(Terminations.Exited(run, exitCode, _context.Clock.GetUtcNow()));
        run.Dispose();
    }

    /// <summary>Starts it when it is time.</summary>
    /// <returns>When to come again; null: when something happens.</returns>
    public TimeSpan? Advance(PodSandbox sandbox)
    {
        if (IsRunning || IsDone)
            return null;
        var now = _context.Clock.GetUtcNow();
        var ended = State as ContainerState.Terminated ?? Last;
        if (ended is not null && _restarts.Remaining(ended.FinishedAt) is var wait && wait > TimeSpan.Zero)
        {
            WaitForRestart(ended);
            return wait;
        }

        if (_pull.Remaining is { } pullWait && pullWait > TimeSpan.Zero)
            return WaitForPull(pullWait);
        if (_configFailedAt + ConfigRetry - now is { } configWait && configWait > TimeSpan.Zero)
            return configWait;
        return Start(sandbox, ended);
    }

    /// <summary>Begins to stop it, or shortens the grace; nothing happens when it does not run.</summary>
    public void Stop(TimeSpan grace, string message, bool skipsHook = false)
    {
        if (!IsRunning || Run is not { } run)
            return;
        if (!run.IsStopping)
        {
            _probes?.StopRestarting();
            _events.Killing(message);
        }

        run.Stop(skipsHook ? null : PreStop(run), grace, _context.Clock);
    }

    public void OnFailure(ContainerRun run, ProbeKind kind, string output) =>
        _context.Mailbox.Post(() =>
        {
            if (ReferenceEquals(run, Run) && IsRunning)
                _events.Unhealthy(kind, output);
        });

    public void OnResult(ContainerRun run, ProbeKind kind, bool succeeded, long? graceSeconds) =>
        _context.Mailbox.Post(() =>
        {
            if (!ReferenceEquals(run, Run) || !IsRunning)
                return;
            if (kind is ProbeKind.Readiness)
                Ready = succeeded;
            else if (kind is ProbeKind.Startup && succeeded)
                BecomeStarted();
            else if (!succeeded)
                Restart(kind, graceSeconds);
        });

    private bool RestartsAfter(ContainerState.Terminated ended) =>
        RestartPolicy.RestartsAfter(ended, Role, _context.Pod);

    private void Restart(ProbeKind kind, long? graceSeconds)
    {
        var seconds = graceSeconds ?? _context.Pod.Spec.TerminationGracePeriodSeconds ?? 30;
        var probe = kind is ProbeKind.Startup ? "startup" : "liveness";
        Stop(
            TimeSpan.FromSeconds(Math.Max(seconds, 1)),
            $"Container {Spec.Name} failed {probe} probe, will be restarted"
        );
    }

    private void WaitForRestart(ContainerState.Terminated ended)
    {
        if (State is ContainerState.Waiting { Reason: "CrashLoopBackOff" })
            return;
        Last = ended;
        State = new ContainerState.Waiting("CrashLoopBackOff", _events.BackOff(_restarts.Current));
    }

    private TimeSpan WaitForPull(TimeSpan wait)
    {
        (State, var next) = _pull.Wait(State, wait);
        return next;
    }

    private TimeSpan? Start(PodSandbox sandbox, ContainerState.Terminated? ended)
    {
        try
        {
            var image = _pull.Try();
            ImageId = image.Id;
            var run = ended is null ? 0 : RestartCount + 1;
            var plan = _context.Runtime.Plan(_context.Pod, Spec, sandbox, image, run);
            _configFailedAt = null;
            _isRedefined = false;
            if (ended is not null)
                _restarts.Next(ended.FinishedAt);
            Last = ended;
            RestartCount = run;
            ContainerId = plan.Id;
            _events.Created();
            return Start(plan, sandbox);
        }
        catch (ImagePullException e)
        {
            State = new ContainerState.Waiting("ErrImagePull", e.Message);
            return TimeSpan.Zero;
        }
        catch (ContainerConfigException e)
        {
            _configFailedAt = _context.Clock.GetUtcNow();
            State = new ContainerState.Waiting("CreateContainerConfigError", e.Message);
            _events.Failed(e.Message);
            return ConfigRetry;
        }
    }

    private TimeSpan? Start(ContainerPlan plan, PodSandbox sandbox)
    {
        ContainerRun run;
        try
        {
            run = _context.Runtime.Start(plan);
        }
        catch (ProcessStartException e)
        {
            return FailStart(plan, e.Message);
        }

        Previous = Run;
        Run = run;
        State = new ContainerState.Running(run.StartedAt);
        _events.Started();
        if (Spec.StartupProbe is null)
            BecomeStarted();
        if (Role is ContainerRole.Main)
            _probes = ProbeSet.Start(Spec, run, sandbox.Addresses.Pod, this, _context.Clock);
        _ = WakeAtEndAsync(run);
        return null;
    }

    private async Task WakeAtEndAsync(ContainerRun run)
    {
        await run.Process.Exited;
        _context.Mailbox.Wake();
    }

    private void BecomeStarted()
    {
        Started = true;
        Ready = Spec.ReadinessProbe is null;
    }

    private TimeSpan? FailStart(ContainerPlan plan, string cause)
    {
        var now = _context.Clock.GetUtcNow();
        var ended = Terminations.NotStarted(plan.Id, cause, now);
        _events.Failed(ended.Message ?? cause);
        Terminate(ended);
        if (!RestartsAfter(ended))
            return null;
        Last = ended;
        State = new ContainerState.Waiting("RunContainerError", ended.Message);
        return _restarts.Remaining(now) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void Terminate(ContainerState.Terminated ended)
    {
        State = ended;
        Started = false;
        Ready = false;
        _probes = null;
    }

    private Func<CancellationToken, Task>? PreStop(ContainerRun run)
    {
        if (Spec.Lifecycle?.PreStop is not { } handler || _context.Sandbox is not { } sandbox)
            return null;
        var hook = new LifecycleHook(handler, _context.Clock);
        return async ct =>
        {
            if (await hook.RunAsync(Spec, run, sandbox.Addresses.Pod, ct) is { } failure)
                _context.Mailbox.Post(() => _events.FailedPreStopHook(failure));
        };
    }
}
