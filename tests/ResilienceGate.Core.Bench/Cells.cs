using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Bench;

/// <summary>All rows of the table.</summary>
internal static class Cells
{
    private const double FalseAlarms = 0.003;

    private const double UnderStress = 0.005;

    public static IReadOnlyList<Cell> All { get; } =
    [
        .. In("noisy", Weather.Noisy, half: 0.83),
        .. In("quiet", Weather.Quiet, half: 0.99),
        .. Stressed("noisy", Weather.Noisy),
        .. Stressed("quiet", Weather.Quiet),
        new Cell("noisy, screen alone, no change", Weather.Noisy, Change.None) { ScreenAlone = true },
        new Cell("noisy, screen alone, recovery +50 %", Weather.Noisy, Recovery(0.5)) { ScreenAlone = true },
        new Cell("noisy, screen alone, recovery +100 %", Weather.Noisy, Recovery(1)) { ScreenAlone = true },
        new Cell("noisy, screen alone, slower nodes", Weather.Noisy, Change.None)
        {
            ScreenAlone = true,
            SlowerNodes = 0.25,
        },
    ];

    private static IEnumerable<Cell> In(string name, Weather weather, double half)
    {
        foreach (var everywhere in (double[])[0, 0.05, 0.08, 0.099])
            yield return new Cell($"{name}, all times +{100 * everywhere:0.#} %", weather, new Change(everywhere))
            {
                AtMost = FalseAlarms,
            };

        yield return new Cell($"{name}, one recovery +9 %", weather, Recovery(0.09)) { AtMost = FalseAlarms };
        yield return new Cell($"{name}, recovery +20 %", weather, Recovery(0.2));
        yield return new Cell($"{name}, recovery +50 %", weather, Recovery(0.5)) { AtLeast = half };
        yield return new Cell($"{name}, recovery +100 %", weather, Recovery(1)) { AtLeast = 0.999 };
        yield return new Cell($"{name}, p99 +50 %", weather, new Change(0, Metric.P99, 0.5)) { AtLeast = half };
        yield return new Cell($"{name}, availability -1 pt", weather, new Change(0, Metric.Availability, 0.01));
    }

    private static IEnumerable<Cell> Stressed(string name, Weather weather)
    {
        foreach (var everywhere in (double[])[0, 0.08])
        {
            var cell = new Cell("", weather, new Change(everywhere)) { AtMost = UnderStress };
            Cell[] stressed =
            [
                cell with
                {
                    Name = "slower nodes",
                    SlowerNodes = 0.25,
                },
                cell with
                {
                    Name = "bad newest run",
                    BadNewest = true,
                },
                cell with
                {
                    Name = "recovery in steps of 1 s",
                    Period = 1,
                },
                cell with
                {
                    Name = "10 % bad runs",
                    Weather = weather with { BadRuns = 0.1 },
                },
                cell with
                {
                    Name = "N = 3",
                    Runs = 3,
                },
                cell with
                {
                    Name = "N = 0",
                    Runs = 0,
                },
                cell with
                {
                    Name = "k = 3",
                    Injections = 3,
                },
                cell with
                {
                    Name = "duet 1.5 times as noisy",
                    DuetNoise = 1.5 * Math.Sqrt(1.3),
                },
                cell with
                {
                    Name = "with outage",
                    WithOutage = true,
                },
            ];
            foreach (var one in stressed)
                yield return one with
                {
                    Name = $"{name}, {one.Name}, all times +{100 * everywhere:0.#} %",
                };
        }

        yield return new Cell($"{name}, N = 3, recovery +50 %", weather, Recovery(0.5)) { Runs = 3 };
        yield return new Cell($"{name}, N = 0, recovery +50 %", weather, Recovery(0.5)) { Runs = 0 };
        yield return new Cell($"{name}, k = 3, recovery +50 %", weather, Recovery(0.5)) { Injections = 3 };
    }

    private static Change Recovery(double by) => new(0, Metric.RecoveryTime, by);
}
