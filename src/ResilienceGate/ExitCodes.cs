namespace ResilienceGate;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    public const int Pass = 0;

    /// <summary>The gate failed: a regression, or what the policy counts as one.</summary>
    public const int Failed = 1;

    /// <summary>An invalid plan or usage.</summary>
    public const int Invalid = 2;

    /// <summary>The gate could not do its job: cluster, permission, driver.</summary>
    public const int Error = 3;

    /// <summary>Inconclusive, where the policy says that it fails.</summary>
    public const int Inconclusive = 4;

    /// <summary>Aborted by a safety condition.</summary>
    public const int Aborted = 5;

    /// <summary>Cancelled; the faults are reverted.</summary>
    public const int Cancelled = 130;
}
