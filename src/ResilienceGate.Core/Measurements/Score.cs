namespace ResilienceGate.Core.Measurements;

/// <summary>One plain number for a run: how well the users were served while things were broken and recovering.</summary>
public static class Score
{
    /// <summary>
    /// The share of the users' requests that were answered rightly and in time in the observed windows, averaged over the
    /// experiments.
    /// </summary>
    /// <returns>0 to 100; null when no valid injection saw a request.</returns>
    public static double? Of(IEnumerable<ExperimentResult> experiments)
    {
        var shares = experiments.Select(Share).OfType<double>().ToList();
        return shares.Count == 0 ? null : 100 * shares.Average();
    }

    private static double? Share(ExperimentResult experiment)
    {
        var valid = experiment.Injections.Where(injection => injection.IsValid).ToList();
        var sent = valid.Sum(injection => injection.Sent);
        return sent == 0 ? null : (double)valid.Sum(injection => injection.Good) / sent;
    }
}
