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

    /// <summary>Due, but not sent: the limit of requests on their way was reached.</summary>
    Shed,
}
