namespace ResilienceGate.Core.Experiments;

/// <summary>Which way packets go, as seen from the pod that is hit.</summary>
public enum Direction
{
    /// <summary>From the pod to its peers.</summary>
    To,

    /// <summary>From the peers to the pod.</summary>
    From,

    /// <summary>Each way by itself: a delay of both is added to a round trip twice.</summary>
    Both,
}
