using System.Net;
using System.Text.Json.Nodes;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>One Chaos Mesh object, from its creation until it has gone.</summary>
internal sealed class ChaosInjection(
    ChaosApi api,
    ChaosReference reference,
    JsonObject manifest,
    ChaosSpec spec,
    IReadOnlyList<PodTimes> pods,
    TargetWatch watch,
    TimeProvider time
) : IInjection
{
    /// <summary>Chaos Mesh tries for ever, and says nothing of what it cannot find.</summary>
    public static readonly TimeSpan InjectedWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly MutatingCalls _calls = new(time);
    private readonly ChaosRemoval _removal = new(api, reference, time);
    private Task? _creating;
    private bool _isOver;

    public TimeSpan Hold => spec.IsOneShot ? TimeSpan.Zero : spec.Duration;

    public bool BeginsWhenProved => !spec.IsOneShot;

    public IReadOnlyList<Undo> Undos => [new Undo(reference.ToString(), reference.ByHand, RemoveAsync)];

    public Task InjectAsync(CancellationToken ct)
    {
        if (_isOver)
            throw new InjectionRefusedException($"{reference} was reverted before it was created");
        return _creating = _calls.SendAsync(CreateAsync, ct);
    }

    /// <remarks>Chaos Mesh's own word for it; a pod that is killed has to be seen going, too.</remarks>
    public async Task<string?> ProveAsync(CancellationToken ct)
    {
        var began = time.GetTimestamp();
        ChaosObject? last = null;
        while (time.GetElapsedTime(began) < InjectedWithin)
        {
            if (await api.FindAsync(reference, ct) is not { IsDeleted: false } found)
                throw new InjectionRefusedException($"{reference} was deleted before it took effect{Because(last)}");
            last = found;
            if (found.IsInjected)
                return await ProofAsync(found, ct);
            await Task.Delay(Poll, time, ct);
        }
        throw new InjectionRefusedException(
            $"Chaos Mesh did not inject {reference} within {InjectedWithin.TotalSeconds:0} s{Because(last)}. See "
                + $"`kubectl -n {reference.Namespace} describe {reference.Resource}`; where its controller runs with "
                + "enableFilterNamespace, the namespace needs the annotation chaos-mesh.org/inject=enabled"
        );
    }

    private async Task<string?> ProofAsync(ChaosObject found, CancellationToken ct)
    {
        if (pods.FirstOrDefault(p => !found.Records.Any(r => r.IsOf(reference.Namespace, p.Name))) is { } missed)
            throw new InjectionRefusedException($"Chaos Mesh did not inject {reference} into {missed.Name}");
        var injected = $"{reference} injected into {string.Join(", ", found.Records.Select(r => r.Id))}";
        if (spec.Spec["action"]?.ToString() is not "pod-kill")
            return injected;
        return await Departure.ProveAsync(watch, pods, ct) is { } gone ? $"{injected}; {gone}" : null;
    }

    private async Task CreateAsync(CancellationToken ct)
    {
        try
        {
            await api.CreateAsync(reference, manifest, dryRun: false, ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict))
        {
            // The name is this injection's own: an attempt that was answered with an error was carried out.
        }
        catch (HttpOperationException e) when ((int)e.Response.StatusCode is >= 400 and < 500)
        {
            throw new InjectionRefusedException($"the cluster refused {reference}: {e.Explain()}", e);
        }
    }

    /// <summary>A request to create it that is still under way is waited for: it would come after the look.</summary>
    private async Task<string?> RemoveAsync(CancellationToken ct)
    {
        _isOver = true;
        if (_creating is { } creating)
            await creating
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .WaitAsync(ct);
        return await _removal.RunAsync(ct);
    }

    private static string Because(ChaosObject? last) => last?.Trouble is { } trouble ? $": {trouble}" : "";
}
