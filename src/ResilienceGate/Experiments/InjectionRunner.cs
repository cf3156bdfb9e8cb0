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
    InjectionFence fence,
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
            Nodes = [.. aim.Nodes.Select(n => n.Name)],
            Agent = aim.Agent,
            Swaps = aim.Swaps.Count == 0 ? null : aim.Swaps,
            Chaos = aim.Chaos,
            At = clock.Now,
            State = JournalState.Intended,
        };
        var refused = await fence.IntendAsync(entry, ct);
        var before = watch.State;
        var at = clock.Now;
        var acting = refused is null ? Act.OfAsync(live, ct) : Task.FromResult(Act.Refused(refused));
        string? lost;
        string? reverted;
        try
        {
            if (live.BeginsWhenProved && (await acting).Proof is not null)
                at = clock.Now;
            lost = await HoldAsync(acting, live, ct);
        }
        finally
        {
            reverted = await reverter.RevertAsync(live, entry);
        }
        var over = clock.Now;
        var act = await acting;
        if (act.MayBeOn || reverted is not null)
            record.Injected();
        var recovery = act.Proof is null ? null : await RecoverAsync(experiment, before, aim, at, ct);
        var serving = clock.Now;
        var watched = serving - at;
        var isSettled = await SettledAsync(experiment, at, ct);
        var traffic = log.Traffic(at, at + experiment.Observe);
        var known = log.KnownUntil ?? at;
        var outage = Outage.Measure(log.Bins(at, known), at, known);
        if (act.Proof is not null && live.Hold > TimeSpan.Zero && IsWhole(before))
            recovery = Comeback.Measure(over, serving, log.Bins(over, known), known);
        return new Injection
        {
            Number = number,
            At = at,
            Victims = aim.Names,
            Proof = act.Proof,
            Void =
                act.Void
                ?? lost
                ?? Scaled(before)
                ?? (isSettled ? null : "the run ended before the target had settled"),
            Reverted = reverted,
            RecoveryTime = recovery?.Time,
            Watched = recovery?.Time ?? watched,
            Outage = outage.Lasted,
            OutageCensored = outage.Censored,
            Latency = traffic.Latency,
            Sent = traffic.Sent,
            Good = traffic.Good,
            Wrong = traffic.Wrong,
            Phases = recovery?.Phases ?? [],
        };
    }

    /// <summary>
    /// Why an injection in whose time the target was scaled says nothing: pods came or went for another reason. Null when
    /// it was not scaled.
    /// </summary>
    private string? Scaled(TargetState before) =>
        watch.State.Desired == before.Desired
            ? null
            : $"the target was scaled from {before.Desired} to {watch.State.Desired} meanwhile";

    /// <summary>Whether all pods serve, and are those that did before.</summary>
    private bool IsWhole(TargetState before) =>
        watch.State.Serving.Count() >= watch.State.Desired && Replacements(before).Count == 0;

    /// <summary>The pods that serve and did not before. One whose containers were started again is its own.</summary>
    private IReadOnlyList<PodTimes> Replacements(TargetState before) =>
        [.. watch.State.Serving.Where(p => !before.Pods.TryGetValue(p.Uid, out var old) || p.Restarts > old.Restarts)];

    /// <summary>An injection that chance, and not the target, has kept from being made.</summary>
    public Injection Skip(int number, string why) =>
        new()
        {
            Number = number,
            At = clock.Now,
            Victims = [],
            Void = why,
            Watched = TimeSpan.Zero,
            Outage = TimeSpan.Zero,
            Sent = 0,
            Good = 0,
            Wrong = 0,
            Phases = [],
        };

    /// <summary>
    /// Returns when the fault has been on for its time, whatever its victims do: they may need the revert to come back. An
    /// act that takes longer, such as an eviction that waits for a budget, goes on; one that comes to nothing, and the end
    /// of the run, end the time. A fault without duration is over when it is done.
    /// </summary>
    /// <returns>Why the fault was lost meanwhile; null when it was on until it is reverted.</returns>
    private async Task<string?> HoldAsync(Task<Act> acting, IInjection live, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var held = Task.Delay(live.Hold, clock.Time, end.Token);
        if (live.Hold > TimeSpan.Zero && await Task.WhenAny(acting, held) == held && !ct.IsCancellationRequested)
            return null;
        if ((await acting).Proof is null)
            await end.CancelAsync();
        var lost = live.LostAsync(end.Token);
        var isLost = await Task.WhenAny(held, lost) == lost && lost.IsCompletedSuccessfully;
        await end.CancelAsync();
        return isLost ? await lost : null;
    }

    /// <summary>Null when the target did not recover in time, or the run ended before.</summary>
    private async Task<Recovery?> RecoverAsync(
        Experiment experiment,
        TargetState before,
        Aim aim,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        try
        {
            var recovered = await Waiting.ForAsync(
                () =>
                    watch.State.Serving.Count() >= watch.State.Desired
                    // Ready and ready for users are told by two watches: the one may be later than the other.
                    && Replacements(before).All(p => p.Ready is not null && log.FirstAnswer(p.Incarnation) is not null),
                () => Task.WhenAny(watch.Changed, log.Changed),
                experiment.RecoverWithin,
                clock.Time,
                ct
            );
            return recovered ? Recovery.OfLatest(Times(Replacements(before), aim, at)) : null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
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
                        VictimMarked = marked.Count == 0 ? null : marked[Math.Min(i, marked.Count - 1)],
                        Created = p.Created,
                        Scheduled = p.Scheduled,
                        ReadyToStartContainers = p.ReadyToStart,
                        Initialized = p.Initialized,
                        Running = p.Running,
                        Ready = p.Ready,
                        InEndpoints = p.InEndpoints,
                        FirstRightAnswer = log.FirstAnswer(p.Incarnation),
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
