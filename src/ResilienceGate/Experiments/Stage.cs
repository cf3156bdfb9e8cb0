using k8s;
using Microsoft.Extensions.Logging;
using ResilienceGate.Agents;
using ResilienceGate.Clusters;
using ResilienceGate.Journals;
using ResilienceGate.Leases;
using ResilienceGate.Plans;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Targets;

namespace ResilienceGate.Experiments;

/// <summary>What a run needs standing before it may break anything: lease, journal, watch, probe. Taken down in reverse.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>A probe whose gate is gone stops its traffic by itself.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StrikeWithin = TimeSpan.FromSeconds(5);

    private readonly RunRecord _record;
    private readonly RunClock _clock;
    private readonly Task _following;
    private readonly CancellationTokenSource _stop;

    private Stage(
        TargetLease lease,
        Journal journal,
        TargetWatch watch,
        ProbeSession probe,
        RunRecord record,
        RunClock clock,
        Task following,
        CancellationTokenSource stop
    )
    {
        Lease = lease;
        _record = record;
        _clock = clock;
        _following = following;
        _stop = stop;
        Journal = journal;
        Watch = watch;
        Probe = probe;
    }

    public TargetLease Lease { get; }

    public Journal Journal { get; }

    public TargetWatch Watch { get; }

    public ProbeSession Probe { get; }

    public static async Task<Stage> SetAsync(
        IKubernetes cluster,
        Plan plan,
        Target target,
        RunSettings run,
        RunRecord record,
        RunGuard guard,
        ILogger logger,
        CancellationToken ct
    )
    {
        var clock = run.Clock;
        var job = Job(plan, target, run);
        await Preflights.DryRun.CheckAsync(cluster, job, ct);
        await new Preflights.PodFaultCheck(cluster).RequireAsync(plan, target, ct);
        var undo = new Stack<IAsyncDisposable>();
        try
        {
            var name = TargetLease.NameFor(target.Kind, target.Name);
            var lease = await TargetLease.AcquireAsync(cluster, target.Namespace, name, run.Id, clock.Time, logger, ct);
            undo.Push(lease);
            guard.Watch(lease.Ended);
            var journal = await Journal.OpenAsync(
                cluster,
                target.Namespace,
                new JournalDocument
                {
                    Run = run.Id,
                    Target = target.ToString(),
                    Lease = name,
                    AgentNamespace = plan.Agent.Namespace,
                    Started = clock.Now,
                    Entries = [],
                },
                ct
            );
            undo.Push(new JournalEnd(journal, record, clock.Time));
            var watch = await TargetWatch.StartAsync(cluster, target, clock, logger, ct);
            undo.Push(watch);
            var probe = await ProbeSession.StartAsync(cluster, job, clock, logger, ct);
            guard.Watch(probe.Ended);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(guard.Token);
            var following = probe.FollowAsync(watch, target.PodPort, stop.Token);
            guard.Watch(following);
            return new Stage(lease, journal, watch, probe, record, clock, following, stop);
        }
        catch
        {
            while (undo.TryPop(out var part))
                await part.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // What it failed of has ended the run already.
        await _following.ContinueWith(
            _ => { },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
        _stop.Dispose();
        await Probe.DisposeAsync();
        await Watch.DisposeAsync();
        await new JournalEnd(Journal, _record, _clock.Time).DisposeAsync();
        await Lease.DisposeAsync();
    }

    /// <summary>The probe as a run would create it.</summary>
    public static ProbeJob Job(Plan plan, Target target, RunSettings run) =>
        ProbeJob.For(Configuration(plan, target, run), plan.Agent, target.Selector, plan.Limits.Deadline);

    private static ProbeConfiguration Configuration(Plan plan, Target target, RunSettings run) =>
        new()
        {
            Run = run.Id,
            Service = target.ServiceAddress,
            Host = target.ServiceHost,
            Protocol = plan.Probe.Protocol,
            Options = plan.Probe.Options,
            Model = plan.Probe.Model,
            Rate = plan.Probe.Rate,
            Deadline = plan.Probe.Deadline,
            Connections = plan.Probe.Connections,
            Oracle = plan.Oracle,
            Requests =
            [
                .. plan.Truth is TruthSource.Expected
                    ? plan.Probe.Requests
                    : plan.Probe.Requests.Select(r => r with { Expected = null }),
            ],
            Seed = run.Seed,
            SilenceLimit = SilenceLimit,
        };

    /// <summary>The journal goes when everything is proved to be reverted, and stays for a rollback when not.</summary>
    private sealed class JournalEnd(Journal journal, RunRecord record, TimeProvider time) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (!record.CleanUp.IsClean)
                return;
            using var limit = new CancellationTokenSource(StrikeWithin, time);
            try
            {
                await journal.DeleteAsync(limit.Token);
            }
            catch (Exception e)
                when (e
                        is k8s.Autorest.HttpOperationException
                            or HttpRequestException
                            or IOException
                            or OperationCanceledException
                )
            {
                record.Leave(
                    $"The journal {journal.Namespace}/{journal.Name} could not be deleted ({e.Message}); "
                        + $"`resilience-gate rollback --namespace {journal.Namespace} --run {journal.Document.Run}` does it."
                );
            }
        }
    }
}
