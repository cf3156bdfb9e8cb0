namespace ResilienceGate.Core.Experiments;

/// <summary>What is heard in place of a name's addresses.</summary>
public enum DnsAnswer
{
    /// <summary>The server could not find out: RCODE 2 of RFC 1035.</summary>
    ServerFailure,

    /// <summary>There is no such name: RCODE 3 of RFC 1035.</summary>
    NoSuchName,

    /// <summary>Nothing.</summary>
    Silence,
}
