using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Bench;

/// <summary>
/// One gate: its accepted runs, its candidate, and as many pairs as are asked for. Three levels vary: the run (half of its
/// variance is common to all experiments, half is each one's own), the pair (common to both of its arms), and the
/// injection, with the heavy tails of Student's t with four degrees of freedom.
/// </summary>
internal sealed class Simulation
{
    private const double TypicalRecovery = 8;
    private const double TypicalP99 = 0.05;
    private const double TypicalLoss = 0.01;
    private const double LossShift = 0.002;
    private const double Window = 30;
    private const double Watched = 120;
    private const double BadRun = 1.5;

    private static readonly Metric[] Metrics = [Metric.RecoveryTime, Metric.P99, Metric.Availability];

    private readonly Cell _cell;
    private readonly Noise _noise;
    private readonly Dictionary<(Metric, int), (double Run, double Injection)> _deviations = [];

    public Simulation(Cell cell, int seed)
    {
        (_cell, _noise) = (cell, new Noise(seed));
        foreach (var metric in Metrics)
        {
            for (var experiment = 0; experiment < cell.Experiments; experiment++)
                _deviations[(metric, experiment)] = (
                    _noise.Draw(cell.Weather.Run),
                    _noise.Draw(cell.Weather.Injection)
                );
        }
    }

    public IReadOnlyList<AcceptedRun> Accepted() =>
        [
            .. Enumerable
                .Range(0, _cell.Runs)
                .Select(run => Run($"{run}", Change.None, 0, bad: _cell.BadNewest && run == _cell.Runs - 1)),
        ];

    public AcceptedRun Candidate() => Run("candidate", _cell.Change, _cell.SlowerNodes, bad: false);

    public InjectionPair Pair(string experiment)
    {
        var index = int.Parse(experiment, System.Globalization.CultureInfo.InvariantCulture);
        var common = Metrics.ToDictionary(
            metric => metric,
            metric => Math.Log(1 + _cell.SlowerNodes) + (_deviations[(metric, index)].Run * _noise.Normal())
        );
        return new InjectionPair(
            experiment,
            Injection(index, Change.None, common, _cell.DuetNoise),
            Injection(index, _cell.Change, common, _cell.DuetNoise)
        );
    }

    private AcceptedRun Run(string name, Change change, double slower, bool bad)
    {
        var factor = (bad || _noise.Happens(_cell.Weather.BadRuns) ? BadRun : 1) * (1 + slower);
        var day = Metrics.ToDictionary(metric => metric, _ => _noise.Normal());
        var experiments = new Dictionary<string, IReadOnlyList<InjectionValues>>();
        for (var experiment = 0; experiment < _cell.Experiments; experiment++)
        {
            var index = experiment;
            var common = Metrics.ToDictionary(
                metric => metric,
                metric =>
                    Math.Log(factor)
                    + (_deviations[(metric, index)].Run * Math.Sqrt(0.5) * (day[metric] + _noise.Normal()))
            );
            experiments[$"{experiment}"] =
            [
                .. Enumerable.Range(0, _cell.Injections).Select(_ => Injection(index, change, common, 1)),
            ];
        }

        return new AcceptedRun
        {
            Run = name,
            At = DateTimeOffset.UnixEpoch,
            Replicas = 3,
            RecoveryPeriod = TimeSpan.FromSeconds(_cell.Period),
            Experiments = experiments,
        };
    }

    /// <param name="common">What all injections of this run or pair share, on the scale.</param>
    /// <param name="spread">Factor on the standard deviation.</param>
    private InjectionValues Injection(int experiment, Change change, Dictionary<Metric, double> common, double spread)
    {
        double Of(Metric metric) =>
            change.Factor(metric, experiment)
            * Math.Exp(common[metric] + (_deviations[(metric, experiment)].Injection * spread * _noise.HeavyTailed()));

        var recovery = TypicalRecovery * Of(Metric.RecoveryTime);
        var p99 = TypicalP99 * Of(Metric.P99);
        var lost = (TypicalLoss + LossShift + change.Lost(experiment)) * Of(Metric.Availability) - LossShift;
        var loss = Math.Clamp(lost, 0, 1);
        return new InjectionValues
        {
            // It is seen at the next poll.
            RecoveryTime = _cell.Period * (Math.Floor(recovery / _cell.Period) + 1),
            Watched = Watched,
            Outage = _cell.WithOutage ? Math.Round(loss * Window, 1) : null,
            P99 = p99,
            Unavailability = loss,
            Phases = new Dictionary<Phase, double>(),
        };
    }
}
