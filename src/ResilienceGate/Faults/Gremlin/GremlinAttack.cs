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
    /// <returns>Null when Gremlin has no such fault.</returns>
    public static IReadOnlyList<string>? Of(Fault fault) =>
        fault switch
        {
            Fault.Gremlin own => Lasts(own.Attack.Split(' '), own.Duration),
            _ => null,
        };

    /// <summary>How long a fault of Gremlin's stays on; zero for one that is over at once.</summary>
    public static TimeSpan DurationOf(Fault fault) => fault is Fault.Gremlin own ? own.Duration : TimeSpan.Zero;

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
