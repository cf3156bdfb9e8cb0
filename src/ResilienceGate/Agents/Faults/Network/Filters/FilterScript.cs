using System.Globalization;
using System.Text;
using ResilienceGate.Agents.Faults.Network.Queues;

namespace ResilienceGate.Agents.Faults.Network.Filters;

/// <summary>
/// What iptables-restore(8) is told. All rules of a fault are in two chains of its own, which one jump each leads to, so
/// that nothing of anybody else's is touched; each, the jumps too, ends by the kernel's clock.
/// </summary>
/// <remarks>
/// The chains hang where packets meet the wire, before the pod's own filter and behind its own translation: a verdict of
/// ours leaves no rule out that the pod has for itself, and what goes through a mesh's sidecar is hit once, outside.
/// </remarks>
internal static class FilterScript
{
    public const string Table = "mangle";

    private const string Outgoing = "-out";
    private const string Incoming = "-in";

    /// <summary>Who is whose neighbour: IPv6 has packets for it where IPv4 has ARP, which no filter sees.</summary>
    private static readonly string[] Neighbours = ["133", "134", "135", "136"];

    private const string LinkLocal = "fe80::/10";

    /// <param name="name">Of the fault's chains.</param>
    public static string Install(string name, IEnumerable<PacketRule> rules, bool isV6, DateTimeOffset expires)
    {
        var until = $"-m time --datestop {Stop(expires)}";
        var script = new StringBuilder($"*{Table}\n:{name}{Outgoing} - [0:0]\n:{name}{Incoming} - [0:0]\n");
        foreach (var (way, side) in isV6 ? new[] { (Outgoing, 'd'), (Incoming, 's') } : [])
        {
            script.Append($"-A {name}{way} -{side} {LinkLocal} {until} -j RETURN\n");
            foreach (var type in Neighbours)
                script.Append($"-A {name}{way} -p ipv6-icmp --icmpv6-type {type} {until} -j RETURN\n");
        }
        script.Append(
            CultureInfo.InvariantCulture,
            $"-A {name}{Outgoing} -m mark --mark {RawSender.Mark} {until} -j RETURN\n"
        );
        foreach (var rule in rules.Where(r => r.IsV6 is null || r.IsV6 == isV6))
        {
            var match = rule.Match.Length > 0 ? $"{rule.Match} " : "";
            script.Append($"-A {name}{(rule.IsOutgoing ? Outgoing : Incoming)} {match}{until} -j {rule.Target}\n");
        }
        script.Append($"-I POSTROUTING ! -o lo {until} -j {name}{Outgoing}\n");
        script.Append($"-I PREROUTING ! -i lo {until} -j {name}{Incoming}\nCOMMIT\n");
        return script.ToString();
    }

    /// <param name="listed">The table, as <c>iptables -S</c> lists it.</param>
    /// <returns>Null when there is nothing of it.</returns>
    public static string? Remove(string name, IReadOnlyList<string> listed)
    {
        if (!listed.Any(line => Concerns(line, name)))
            return null;
        var script = new StringBuilder($"*{Table}\n");
        foreach (var chain in new[] { $"{name}{Outgoing}", $"{name}{Incoming}" })
        {
            foreach (var jump in listed.Where(l => l.EndsWith($" -j {chain}", StringComparison.Ordinal)))
                script.Append($"-D{jump[2..]}\n");
            if (listed.Contains($"-N {chain}"))
                script.Append($"-F {chain}\n-X {chain}\n");
        }
        return script.Append("COMMIT\n").ToString();
    }

    public static bool Concerns(string line, string name) =>
        line.Split(' ').Any(word => word == name + Outgoing || word == name + Incoming);

    /// <summary>The faults whose time is over, and whose agent was killed before it could take its rules away.</summary>
    /// <param name="prefix">What the names of faults begin with.</param>
    public static IReadOnlyList<string> Expired(string prefix, IReadOnlyList<string> listed, DateTimeOffset now) =>
        [
            .. listed
                .Select(line => line.Split(' '))
                .Where(words => words[0] == "-A" && words[^1].StartsWith(prefix, StringComparison.Ordinal))
                .Where(words =>
                    Array.IndexOf(words, "--datestop") is > 0 and var at
                    && string.CompareOrdinal(words[at + 1], Stop(now - TimeSpan.FromSeconds(1))) < 0
                )
                .Select(words => words[^1][..words[^1].LastIndexOf('-')])
                .Distinct(),
        ];

    /// <summary>In UTC, which the kernel keeps; it knows whole seconds.</summary>
    private static string Stop(DateTimeOffset at) =>
        at.AddSeconds(at.Ticks % TimeSpan.TicksPerSecond is 0 ? 0 : 1)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
