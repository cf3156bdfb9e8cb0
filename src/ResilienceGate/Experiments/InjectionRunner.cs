using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Faults;
using ResilienceGate.Journals;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Targets;

namespace ResilienceGate.Experiments;

/// <summary>One injection: written down, injected, proved, observed, reverted, proved to be gone, measured.</summary>
internal sealed class InjectionRunner(
    Journal journal,
    Reverter reverter,
    TargetWatch watch,
    ProbeLog log,
    RunRecord record,
    RunClock clock
)
{
    /// <summary>So long after the last bad moment the target counts as stable.</summary>
    private static readonly TimeSpan Clean = Outage.Settled;

    public async Task<Injection> RunAsync(
        Experiment experiment,
        int number,
        Aim aim,
        IInjection live,
        CancellationToken ct
    )
    {
        var entry = new JournalEntry
        {
            Experiment = experiment.Name,
            Number = number,
            Fault = experiment.Fault.Kind,
            Pods = [.. aim.Pods.Select(p => p.Name)],
            Nodes = aim.Nodes,
            At = clock.Now,
            State = JournalState.Intended,
        };
        await journal.IntendAsync(entry, ct);
        var before = watch.State;
        var at = clock.Now;
        string? proof = null;
        string? refused = null;
        Recovery? recovery = null;
        string? reverted;
        try
        {
            proof = await InjectAsync(live, ct);
            recovery = proof is null ? null : await RecoverAsync(experiment, before, aim, at, ct);
            if (at + live.Hold - clock.Now is var rest && rest > TimeSpan.Zero && proof is not null)
                await Task.Delay(rest, clock.Time, ct);
        }
        catch (InjectionRefusedException e)
        {
            refused = e.Message;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // What was measured until now is reported; the next thing that is asked of the run ends it.
            refused = "the run ended while the fault was on";
        }
        finally
        {
            reverted = await reverter.RevertAsync(live, entry);
        }
        var recovered = clock.Now;
        if (!await SettledAsync(experiment, at, ct))
            refused ??= "the run ended before the target had settled";
        var traffic = log.Traffic(at, at + experiment.Observe);
        var known = log.KnownUntil ?? at;
        var outage = Outage.Measure(log.Bins(at, known), at, known);
        return new Injection
        {
            Number = number,
            At = at,
            Victims = aim.Names,
            Proof = proof,
            Void = refused ?? (proof is null ? "nothing showed that the fault took effect" : null),
            Reverted = reverted,
            RecoveryTime = recovery?.Time,
            Watched = recovery?.Time ?? recovered - at,
            Outage = outage.Lasted,
            OutageCensored = outage.Censored,
            Latency = traffic.Latency,
            Sent = traffic.Sent,
            Good = traffic.Good,
            Wrong = traffic.Wrong,
            Phases = recovery?.Phases ?? [],
        };
    }

    private async Task<string?> InjectAsync(IInjection live, CancellationToken ct)
    {
        record.Injected();
        await live.InjectAsync(ct);
        return await live.ProveAsync(ct);
    }

    /// <summary>Null when the target did not recover in time.</summary>
    private async Task<Recovery?> RecoverAsync(
        Experiment experiment,
        TargetState before,
        Aim aim,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        IReadOnlyList<PodTimes> Replacements() => [.. watch.State.Serving.Where(p => !before.Pods.ContainsKey(p.Uid))];
        var recovered = await Waiting.ForAsync(
            () =>
                watch.State.Serving.Count() >= watch.State.Desired
                // Ready and ready for users are told by two watches: the one may be later than the other.
                && Replacements().All(p => p.Ready is not null && log.FirstAnswer(p.Uid) is not null),
            () => Task.WhenAny(watch.Changed, log.Changed),
            experiment.RecoverWithin,
            clock.Time,
            ct
        );
        return recovered ? Recovery.OfLatest(Times(Replacements(), aim, at)) : null;
    }

    /// <summary>The steps of each replacement; victims and replacements are matched in the order of their times.</summary>
    private IEnumerable<RecoveryTimes> Times(IReadOnlyList<PodTimes> replacements, Aim aim, DateTimeOffset at)
    {
        var marked = aim.Pods.Select(p => watch.State.Pods[p.Uid].DeletionMarked).Order().ToList();
        return replacements
            .OrderBy(p => p.Created)
            .Select(
                (p, i) =>
                    new RecoveryTimes
                    {
                        Fault = at,
                        VictimMarked = marked[Math.Min(i, marked.Count - 1)],
                        Created = p.Created,
                        Scheduled = p.Scheduled,
                        ReadyToStartContainers = p.ReadyToStart,
                        Initialized = p.Initialized,
                        Running = p.Running,
                        Ready = p.Ready,
                        InEndpoints = p.InEndpoints,
                        FirstRightAnswer = log.FirstAnswer(p.Uid),
                    }
            );
    }

    /// <summary>False when the run ended before the target was stable again.</summary>
    private async Task<bool> SettledAsync(Experiment experiment, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            await SettleAsync(experiment, at, ct);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits until the window has passed and is known, no pod of the target is coming or going, and the users have been
    /// served well for five seconds; or until the target has had as long as it may take.
    /// </summary>
    private async Task SettleAsync(Experiment experiment, DateTimeOffset at, CancellationToken ct)
    {
        var patience = experiment.Observe + experiment.RecoverWithin;
        if (await watch.WaitAsync(s => s.IsSettled, experiment.RecoverWithin, ct) is null)
            patience = experiment.Observe;
        var settled = clock.Now;
        var least = new[] { at + experiment.Observe, at + Clean, settled }.Max();
        await Waiting.ForAsync(
            () => log.KnownUntil is { } until && until >= least && !log.Bins(until - Clean, until).Any(b => b.IsBad),
            () => log.Changed,
            patience,
            clock.Time,
            ct
        );
    }
}
