namespace ResilienceGate.Plans;

/// <summary>Where the right answers come from.</summary>
internal enum TruthSource
{
    /// <summary>What this version answered in the steady state, before anything was broken.</summary>
    Self,

    /// <summary>The <c>expected</c> answers of the requests file; every request has one.</summary>
    Expected,
}
