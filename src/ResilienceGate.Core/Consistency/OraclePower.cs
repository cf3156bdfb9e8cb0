using System.Globalization;

namespace ResilienceGate.Core.Consistency;

/// <summary>
/// The self-test of an oracle: can it tell a right answer from a wrong one? The answer to one request, taken for the
/// answer to another, must be wrong. On a weakly personalised model a fallback to the most popular items passes for right,
/// and then "every answer was right" means nothing.
/// </summary>
/// <param name="Pairs">Pairs of requests whose answers were swapped.</param>
/// <param name="ToldApart">Of these, judged wrong, as they must be.</param>
/// <param name="Requests">Requests with a known right answer.</param>
/// <param name="Unaccepted">Of these, whose right answer the oracle does not even accept as equal to itself.</param>
public sealed record OraclePower(int Pairs, int ToldApart, int Requests, int Unaccepted)
{
    /// <summary>The least share of swapped answers that must be found wrong. A few requests may have the same answer.</summary>
    public const double LeastShare = 0.9;

    /// <summary>Enough to know the share within 1 or 2 %, and quick with thousands of requests.</summary>
    private const int MostPairs = 2000;

    public static OraclePower Measure(Oracle oracle, IReadOnlyDictionary<string, Prediction> truth)
    {
        var answers = truth.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value).ToList();
        var pairs = 0;
        var toldApart = 0;

        // Every request against the next one, then the one after it, and so on: all requests are used alike.
        for (var distance = 1; distance < answers.Count && pairs < MostPairs; distance++)
        {
            for (var i = 0; i < answers.Count && pairs < MostPairs; i++)
            {
                pairs++;
                if (!oracle.IsRight(answers[i], answers[(i + distance) % answers.Count]))
                    toldApart++;
            }
        }

        return new OraclePower(
            pairs,
            toldApart,
            answers.Count,
            answers.Count(answer => !oracle.IsRight(answer, answer))
        );
    }

    /// <summary>Why the oracle cannot judge and what to do about it; null when it can.</summary>
    public string? Shortcoming()
    {
        if (Unaccepted > 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the oracle cannot judge {Unaccepted} of {Requests} requests: their right answers hold a NaN or an infinity, a vector of zeros, or no integer or text output to rank; take those requests out or choose another oracle"
            );
        }

        if (Pairs == 0)
        {
            return "the oracle could not be tested: that takes at least two requests with different right answers; add requests";
        }

        return ToldApart >= LeastShare * Pairs
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the oracle cannot tell right from wrong: only {ToldApart} of {Pairs} answers taken from another request were found wrong ({LeastShare * 100:0} % are needed); choose a stricter oracle or requests whose answers differ more"
            );
    }
}
