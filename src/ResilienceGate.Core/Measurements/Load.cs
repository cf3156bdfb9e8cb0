using System.Globalization;

namespace ResilienceGate.Core.Measurements;

/// <summary>Whether the probe kept up the traffic that the plan asks for; what it did not send was not measured.</summary>
public sealed record Load
{
    /// <summary>A second in which a request left later than this was not sent on time.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>Above this share of requests that were due but never sent, the load was missed.</summary>
    private const double MostShed = 0.01;

    /// <summary>Above this share of seconds that were not sent on time, latencies are the probe's and not the target's.</summary>
    private const double MostLate = 0.10;

    public static readonly Load None = new()
    {
        Due = 0,
        Shed = 0,
        Seconds = 0,
        LateSeconds = 0,
    };

    public required long Due { get; init; }

    /// <summary>Of these, never sent: too many requests were on their way.</summary>
    public required long Shed { get; init; }

    /// <summary>Seconds of traffic.</summary>
    public required int Seconds { get; init; }

    /// <summary>Of these, with a request that left more than <see cref="LateAfter"/> after its intended time.</summary>
    public required int LateSeconds { get; init; }

    /// <summary>This and one second more.</summary>
    /// <param name="lateness">The latest that a request of this second left after its intended time.</param>
    public Load WithSecond(long due, long shed, TimeSpan lateness) =>
        new()
        {
            Due = Due + due,
            Shed = Shed + shed,
            Seconds = Seconds + 1,
            LateSeconds = LateSeconds + (lateness > LateAfter ? 1 : 0),
        };

    /// <summary>Why the load was missed and what to do about it, one sentence each; empty when it was kept up.</summary>
    public IReadOnlyList<string> Shortfalls()
    {
        var shortfalls = new List<string>();
        if (Shed > MostShed * Due)
        {
            shortfalls.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the load was missed: {Shed} of {Due} requests were never sent, because too many were on their way; lower the rate or the deadline"
                )
            );
        }

        if (LateSeconds > MostLate * Seconds)
        {
            shortfalls.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the load was late: in {LateSeconds} of {Seconds} seconds a request left more than {LateAfter.TotalMilliseconds:0} ms after its time; give the probe more CPU or lower the rate"
                )
            );
        }

        return shortfalls;
    }
}
