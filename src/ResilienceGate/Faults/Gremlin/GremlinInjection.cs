using System.Text.Json.Nodes;
using ResilienceGate.Clusters;
using ResilienceGate.Journals;

namespace ResilienceGate.Faults.Gremlin;

/// <summary>One attack, from its beginning until Gremlin says that it is over.</summary>
internal sealed class GremlinInjection(
    GremlinApi api,
    Journal journal,
    IReadOnlyList<JsonObject> targets,
    IReadOnlyList<string> attack,
    TimeSpan duration,
    TimeProvider time
) : IInjection
{
    private static readonly TimeSpan RunningWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly MutatingCalls _calls = new(time);
    private Task? _beginning;
    private bool _isOver;
    private string? _id;
    private GremlinHalt? _halt;

    public TimeSpan Hold => duration;

    public bool BeginsWhenProved => duration > TimeSpan.Zero;

    public IReadOnlyList<Undo> Undos => [new Undo("Gremlin's attack", ByHand: "", HaltAsync)];

    public Task InjectAsync(CancellationToken ct)
    {
        if (_isOver)
            throw new InjectionRefusedException("the attack was reverted before it was begun");
        return _beginning = _calls.SendAsync(BeginAsync, ct);
    }

    public async Task<string?> ProveAsync(CancellationToken ct)
    {
        var id = _id ?? throw new InvalidOperationException("No attack was begun.");
        var began = time.GetTimestamp();
        while (true)
        {
            var word = await api.StageAsync(id, ct);
            switch (GremlinStages.Of(word))
            {
                case GremlinStage.Running:
                case GremlinStage.Over when duration == TimeSpan.Zero && word is "Successful":
                    return $"Gremlin's attack {id} ({string.Join(' ', attack)}) is {word} on "
                        + string.Join(", ", targets.Select(t => t["name"]));
                case GremlinStage.Unknown:
                    throw new InjectionRefusedException(
                        $"Gremlin says of attack {id} that it is \"{word}\", which this version does not know"
                    );
                case GremlinStage.Over:
                case GremlinStage.NeverOn:
                case GremlinStage.Lost:
                    throw new InjectionRefusedException($"Gremlin's attack {id} ended as {word} before it was on");
            }
            if (time.GetElapsedTime(began) >= RunningWithin)
                throw new InjectionRefusedException(
                    $"Gremlin's attack {id} is {word} and not on after {RunningWithin.TotalSeconds:0} s"
                );
            await Task.Delay(Poll, time, ct);
        }
    }

    /// <summary>Its identity is written down as soon as it is known: a rollback ends the attack by it.</summary>
    private async Task BeginAsync(CancellationToken ct)
    {
        _id = await api.BeginAsync(targets, attack, ct);
        await journal.BeginAttackAsync(_id, ct);
    }

    private async Task<string?> HaltAsync(CancellationToken ct)
    {
        _isOver = true;
        if (_beginning is not { } beginning)
            return null;
        await beginning
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .WaitAsync(ct);
        if (_id is not { } id)
            return MayHaveBegun(beginning)
                ? throw new GateException(
                    "Gremlin did not say whether it began an attack. If it did, it ends by itself after its length, and can "
                        + "be halted at app.gremlin.com"
                )
                : null;
        var proof = await (_halt ??= new GremlinHalt(api, id, time)).RunAsync(ct);
        await journal.EndAttackAsync(id, ct);
        return proof;
    }

    /// <summary>Only a refusal says for certain that nothing was begun.</summary>
    private static bool MayHaveBegun(Task beginning) => beginning.Exception?.InnerException is not GateException;
}
