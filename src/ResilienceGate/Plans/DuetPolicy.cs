namespace ResilienceGate.Plans;

/// <summary>Whether a suspect may be settled by running the accepted version and the candidate side by side.</summary>
internal enum DuetPolicy
{
    Never,
    Allowed,
}
