using ResilienceGate.Clusters;

namespace ResilienceGate.Experiments;

/// <summary>What tells one run of a plan from another.</summary>
/// <param name="Id">Its name; see <see cref="RunIdentity"/>.</param>
/// <param name="Seed">Chooses victims and the order of requests.</param>
internal sealed record RunSettings(string Id, int Seed, RunClock Clock)
{
    public static RunSettings New(int? seed, TimeProvider time)
    {
        var clock = new RunClock(time);
        return new RunSettings(
            RunIdentity.New(clock.Now),
            seed ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue),
            clock
        );
    }
}
