namespace ResilienceGate.ProbeSessions;

/// <summary>The probe's clock against the gate's.</summary>
/// <param name="Offset">Probe minus gate.</param>
/// <param name="Error">Bound of the offset's error: half of the way there and back.</param>
internal sealed record ClockOffset(TimeSpan Offset, TimeSpan Error)
{
    /// <summary>As in NTP: the answer is taken to be written half-way between question and receipt.</summary>
    public static ClockOffset Of(DateTimeOffset asked, DateTimeOffset answered, DateTimeOffset received)
    {
        var half = (received - asked) / 2;
        return new ClockOffset(answered - (asked + half), half);
    }

    public DateTimeOffset ToGate(DateTimeOffset probe) => probe - Offset;
}
