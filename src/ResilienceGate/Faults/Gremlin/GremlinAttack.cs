using System.Globalization;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Faults.Gremlin;

/// <summary>A fault of the plan as the words of Gremlin's command line.</summary>
internal static class GremlinAttack
{
    /// <summary>
    /// So long after its time an attack ends by itself. It is the gate that ends it, in time; this is for a gate that was
    /// killed.
    /// </summary>
    private static readonly TimeSpan DeadMan = TimeSpan.FromSeconds(15);

    private const long Megabyte = 1_000_000;

    /// <summary>Attacks that last, and take their length with <c>-l</c>.</summary>
    private static readonly string[] Lasting =
    [
        "cpu",
        "memory",
        "disk",
        "io",
        "latency",
        "packet_loss",
        "blackhole",
        "dns",
        "process_killer",
        "time_travel",
    ];

    /// <summary>Attacks that are over at once.</summary>
    private static readonly string[] Once = ["shutdown"];

    /// <summary>A new fault is one line here.</summary>
    /// <param name="ns">The namespace of the target.</param>
    /// <returns>Null when Gremlin has no such fault, or not in this form.</returns>
    public static IReadOnlyList<string>? Of(Fault fault, string ns) =>
        Words(fault, ns) is { } words ? Lasts(words, DurationOf(fault)) : null;

    /// <summary>How long a fault of Gremlin's stays on; zero for one that is over at once.</summary>
    public static TimeSpan DurationOf(Fault fault) =>
        fault switch
        {
            Fault.Gremlin own => own.Duration,
            Fault.CpuStress cpu => cpu.Duration,
            Fault.MemoryStress memory => memory.Duration,
            Fault.Network network => network.Duration,
            _ => TimeSpan.Zero,
        };

    private static string[]? Words(Fault fault, string ns) =>
        fault switch
        {
            Fault.Gremlin own => own.Attack.Split(' '),
            Fault.CpuStress { Workers: { } workers } f => ["cpu", "-p", Percent(f.Load), "-c", Text(workers)],
            Fault.CpuStress f => ["cpu", "-p", Percent(f.Load), "-a"],
            Fault.MemoryStress { Size: { } size } => ["memory", "-m", Text(size / Megabyte)],
            Fault.MemoryStress f => ["memory", "-p", Percent(1 - f.Headroom)],
            Fault.NetworkDelay { Jitter.Ticks: 0 } f => To(f, ns, "latency", "-m", Text(f.Delay.TotalMilliseconds)),
            Fault.DependencyLatency { Jitter.Ticks: 0 } f => To(
                f,
                ns,
                "latency",
                "-m",
                Text(f.Delay.TotalMilliseconds)
            ),
            Fault.NetworkLoss f when IsAll(f.Traffic) => ["packet_loss", "-r", Percent(f.Share)],
            Fault.NetworkCorrupt f when IsAll(f.Traffic) => ["packet_loss", "-r", Percent(f.Share), "-c"],
            Fault.NetworkPartition or Fault.DependencyOutage => To((Fault.Network)fault, ns, "blackhole"),
            Fault.DnsError { Answer: DnsAnswer.Silence } => ["dns"],
            _ => null,
        };

    /// <summary>What the pod sends, to whom it is sent; Gremlin knows peers by name, address and port, not by labels.</summary>
    private static string[]? To(Fault.Network fault, string ns, params IReadOnlyList<string> words)
    {
        var traffic = fault.Traffic;
        if (traffic.Direction is not Direction.To || traffic.Selector is not null)
            return null;
        return
        [
            .. words,
            .. traffic.Service is { } s ? ["-h", $"{s.Name}.{s.Namespace ?? ns}.svc"] : Array.Empty<string>(),
            .. traffic.Network is { } network ? ["-i", network] : Array.Empty<string>(),
            .. (traffic.Port ?? traffic.Service?.Port) is { } port ? ["-p", Text(port)] : Array.Empty<string>(),
        ];
    }

    private static bool IsAll(Traffic traffic) =>
        traffic is { Direction: Direction.To, Service: null, Selector: null, Network: null, Port: null };

    private static string Percent(double share) => Text(Math.Round(share * 100));

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    public static bool HasLength(string attack) => Lasting.Contains(attack.Split(' ')[0]);

    /// <summary>What is wrong with an attack as a plan writes it; null when nothing is.</summary>
    public static string? Problem(string attack)
    {
        var words = attack.Split(' ');
        if (!Lasting.Concat(Once).Contains(words[0]))
            return $"is no attack of Gremlin; it begins with one of {string.Join(", ", [.. Lasting, .. Once])}";
        return words.Any(w => w is "-l" or "--length")
            ? "says its length itself; remove -l, and write `duration: 30s` below it"
            : null;
    }

    /// <summary>The attack with its length; zero for one that has none.</summary>
    private static string[] Lasts(string[] words, TimeSpan duration) =>
        duration == TimeSpan.Zero
            ? words
            :
            [
                words[0],
                "-l",
                Math.Ceiling((duration + DeadMan).TotalSeconds).ToString(CultureInfo.InvariantCulture),
                .. words[1..],
            ];
}
