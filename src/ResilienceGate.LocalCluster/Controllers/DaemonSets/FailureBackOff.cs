using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.DaemonSets;

/// <summary>How long a DaemonSet waits to replace failed pods on one node: 1 s, doubling to 15 minutes.</summary>
internal sealed class FailureBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly Dictionary<(ObjectKey Set, string Node), (TimeSpan Delay, DateTime Since)> _known = [];

    /// <returns>Zero or less when a failed pod may be replaced now, which then counts.</returns>
    public TimeSpan Take(ObjectKey set, string node, DateTime now)
    {
        var (delay, since) = _known.GetValueOrDefault((set, node), (TimeSpan.Zero, now));
        var left = since + delay - now;
        if (left > TimeSpan.Zero)
            return left;
        // After a long time without failures the count begins anew.
        var isForgotten = now - since > Longest * 2 || delay == TimeSpan.Zero;
        var next = isForgotten ? First : delay * 2;
        _known[(set, node)] = (next < Longest ? next : Longest, now);
        return TimeSpan.Zero;
    }
}
