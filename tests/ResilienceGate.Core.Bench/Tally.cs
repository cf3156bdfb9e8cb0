using System.Globalization;

namespace ResilienceGate.Core.Bench;

/// <summary>What became of a cell's gates.</summary>
/// <param name="Gates">Simulated.</param>
/// <param name="Failed">Accused, rightly or wrongly.</param>
/// <param name="Escalated">That held a duet.</param>
/// <param name="Pairs">Of all duets: rounds of one pair in each experiment that was wanted.</param>
internal readonly record struct Tally(int Gates, int Failed, int Escalated, long Pairs)
{
    public static Tally operator +(Tally one, Tally other) =>
        new(
            one.Gates + other.Gates,
            one.Failed + other.Failed,
            one.Escalated + other.Escalated,
            one.Pairs + other.Pairs
        );

    public double Rate => (double)Failed / Gates;

    /// <summary>Of <see cref="Rate"/>, by chance of the simulation.</summary>
    public double StandardError => Math.Sqrt(Math.Max(Rate * (1 - Rate), 0.5 / Gates) / Gates);

    public string Row(Cell cell) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {cell.Name} | {100 * Rate:0.00} ±{100 * StandardError:0.00} | {Asked(cell)} | {100.0 * Escalated / Gates:0} | {(Escalated == 0 ? 0 : (double)Pairs / Escalated):0.0} |"
        );

    private string Asked(Cell cell) =>
        cell switch
        {
            { AtLeast: > 0 } => string.Create(
                CultureInfo.InvariantCulture,
                $"{(Rate >= cell.AtLeast ? "" : "MISSED ")}≥ {100 * cell.AtLeast:0.#}"
            ),
            { AtMost: < 1 } => string.Create(
                CultureInfo.InvariantCulture,
                $"{(Rate <= cell.AtMost ? "" : "MISSED ")}≤ {100 * cell.AtMost:0.#}"
            ),
            _ => "",
        };
}
