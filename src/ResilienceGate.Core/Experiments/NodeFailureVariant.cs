namespace ResilienceGate.Core.Experiments;

/// <summary>How the pods of a failed node are taken away.</summary>
public enum NodeFailureVariant
{
    /// <summary>They are deleted together, with a grace of one second.</summary>
    Delete,

    /// <summary>The node gets a NoExecute taint, and the control plane evicts them with their own grace.</summary>
    Taint,
}
