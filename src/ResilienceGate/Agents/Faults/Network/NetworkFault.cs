using System.Globalization;
using ResilienceGate.Agents.Faults.Network.Filters;
using ResilienceGate.Agents.Faults.Network.Proofs;
using ResilienceGate.Agents.Faults.Network.Queues;

namespace ResilienceGate.Agents.Faults.Network;

/// <summary>
/// A fault of the pod's network: rules of its packet filter single packets out, and drop them or send them to a queue,
/// where this process decides what becomes of them. It needs nothing of the kernel that shapes traffic (<c>sch_netem</c>).
/// </summary>
internal sealed class NetworkFault(NetworkOrder order, INetworkProof proof, TimeProvider time) : IPodFault
{
    private readonly List<PacketPump> _pumps = [];
    private PacketFilter? _filter;

    public async Task<string> ApplyAsync(DateTimeOffset expires, CancellationToken ct)
    {
        try
        {
            await proof.MeasureAsync(ct);
            _filter = await PacketFilter.OpenAsync(time, ct);
            var random = new Random(order.Seed);
            var rules = PacketRules.For(
                order,
                PacketRules.Sends(order.Direction) ? Target(random, isOutgoing: true) : PacketRules.Lose,
                PacketRules.Receives(order.Direction) ? Target(random, isOutgoing: false) : PacketRules.Drop
            );
            await _filter.InstallAsync(rules, expires, ct);
            return $"{await proof.ProveOnAsync(Counts, ct)}; by {Engine()}";
        }
        catch (Exception e) when (e is PodFaultException or OperationCanceledException)
        {
            await TakeAwayAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task<string> LostAsync(CancellationToken ct)
    {
        var failed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var pump in _pumps)
            _ = WatchAsync(pump, failed);
        return await failed.Task.WaitAsync(ct);
    }

    public async Task<string?> RevertAsync(CancellationToken ct)
    {
        if (await TakeAwayAsync(ct) is not { } counts)
            return null;
        var gone = await proof.ProveOffAsync(ct);
        return counts.Seen is 0
            ? $"no rule of it is left; {gone}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"no rule of it is left, after {counts.Seen} packets; {gone}"
            );
    }

    private static async Task WatchAsync(PacketPump pump, TaskCompletionSource<string> failed)
    {
        try
        {
            await pump.Ended;
        }
        catch (PodFaultException e)
        {
            failed.TrySetResult(e.Message);
        }
    }

    private PacketCounts Counts() => _pumps.Aggregate(PacketCounts.None, (sum, pump) => sum + pump.Counts);

    /// <summary>What the rules do with a packet of one direction.</summary>
    private string Target(Random random, bool isOutgoing)
    {
        if (NetworkPolicies.For(order.Effect, random) is not { } policy)
            return isOutgoing ? PacketRules.Lose : PacketRules.Drop;
        var pump = PacketPump.Start(policy, isOutgoing && order.Effect is NetworkEffect.Delay, random, time);
        _pumps.Add(pump);
        return PacketRules.ToQueue(pump.Number);
    }

    private string Engine() =>
        _pumps.Count is 0
            ? "rules of the kernel's packet filter"
            : $"packets in user space (NFQUEUE {string.Join(" and ", _pumps.Select(p => p.Number))})";

    /// <returns>What went through the queues; null when nothing of the fault was there.</returns>
    private async Task<PacketCounts?> TakeAwayAsync(CancellationToken ct)
    {
        // In this order: nothing comes to a queue any more before it lets go of what it holds.
        var wasThere = _filter is not null && await _filter.RemoveAsync(ct);
        var counts = Counts();
        foreach (var pump in _pumps)
            await pump.DisposeAsync();
        _pumps.Clear();
        _filter = null;
        return wasThere ? counts : null;
    }
}
