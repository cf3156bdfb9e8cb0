using System.Text.Json;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Judgement.Cases;

namespace ResilienceGate.Commands.Judging;

/// <summary>From a line of a batch to the case that it tells of.</summary>
internal static class GateLineReader
{
    private const double DefaultRate = 100;

    /// <exception cref="JsonException">A value that cannot be.</exception>
    public static MeasuredCase ToCase(GateLine gate)
    {
        var candidate = new MeasuredRun(gate.Candidate, "candidate");
        var rate = gate.Settings?.Rate ?? DefaultRate;
        if (rate is not > 0)
            throw new JsonException("settings.rate is not a number of requests a second.");

        return new MeasuredCase
        {
            Accepted = [.. gate.Baseline.Select((run, i) => new MeasuredRun(run, $"baseline[{i}]").ToAccepted())],
            Anchor = [.. (gate.Anchor ?? []).Select((run, i) => new MeasuredRun(run, $"anchor[{i}]").ToAccepted())],
            Candidate = candidate.ToMeasured(),
            Yardstick = new Yardstick(Margins(gate.Settings?.Margins), candidate.RecoveryPeriod, rate),
            AllowsDuet = gate.Settings?.Duet ?? true,
            Pairs = gate.Pairs is { } pairs ? Pairs(pairs) : null,
        };
    }

    /// <exception cref="JsonException">A value that cannot be, or arms that do not match.</exception>
    public static IReadOnlyList<Core.Judgement.Duets.InjectionPair> Pairs(PairsLine pairs) =>
        [
            .. new MeasuredRun(pairs.Accepted, "pairs.accepted").PairedWith(
                new MeasuredRun(pairs.Candidate, "pairs.candidate")
            ),
        ];

    private static Margins Margins(MarginsLine? given)
    {
        var usual = new Margins();
        var margins = new Margins
        {
            RecoveryTime = given?.RecoveryTime ?? usual.RecoveryTime,
            Outage = given?.Outage ?? usual.Outage,
            P99 = given?.P99 ?? usual.P99,
            Availability = given?.Availability ?? usual.Availability,
        };
        return margins is { RecoveryTime: >= 0, Outage: >= 0, P99: >= 0, Availability: >= 0 and <= 1 }
            ? margins
            : throw new JsonException("settings.margins: a margin is a share, 0.1 for 10 %.");
    }
}
