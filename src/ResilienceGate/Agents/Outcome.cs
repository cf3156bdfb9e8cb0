namespace ResilienceGate.Agents;

/// <summary>How one request ended.</summary>
internal enum Outcome
{
    /// <summary>Right and in time.</summary>
    Good,

    /// <summary>In time and well-formed, but not what the oracle calls right.</summary>
    Wrong,
    Refused,
    Reset,
    Timeout,
    ClientError,
    ServerError,
    Malformed,

    /// <summary>A stream that ended before its answer was complete, with or without a word of it.</summary>
    Truncated,

    /// <summary>A stream in which nothing came for longer than the plan allows.</summary>
    Stalled,

    /// <summary>Due, but not sent: the limit of requests on their way was reached.</summary>
    Shed,
}
