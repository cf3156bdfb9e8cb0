namespace ResilienceGate.Core.Measurements;

/// <summary>The requests whose intended send time fell into one slice of 100 ms, on the gate's clock.</summary>
/// <param name="Start">Start of the slice.</param>
/// <param name="Sent">Requests that were due.</param>
/// <param name="Good">Of these, answered rightly and within the deadline.</param>
public readonly record struct Bin(DateTimeOffset Start, int Sent, int Good)
{
    public static readonly TimeSpan Width = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest outage that is told from a longer one: a slice, or the distance of the requests where that is more.</summary>
    /// <param name="rate">Requests a second.</param>
    public static TimeSpan Resolution(double rate) => TimeSpan.FromSeconds(Math.Max(Width.TotalSeconds, 1 / rate));

    /// <summary>Fewer than 99 % of the requests were right and in time. A slice without requests is never bad.</summary>
    public bool IsBad => 100L * Good < 99L * Sent;

    /// <summary>There were requests, and they were served. A slice without requests is never clean.</summary>
    public bool IsClean => Sent > 0 && !IsBad;
}
