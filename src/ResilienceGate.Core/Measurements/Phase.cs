namespace ResilienceGate.Core.Measurements;

/// <summary>The steps of one recovery on Kubernetes, in their order.</summary>
public enum Phase
{
    /// <summary>Fault to the victim's deletion mark.</summary>
    Detect,

    /// <summary>To the replacement's creation.</summary>
    Create,

    /// <summary>To the replacement's PodScheduled.</summary>
    Schedule,

    /// <summary>To PodReadyToStartContainers and the image at hand.</summary>
    Sandbox,

    /// <summary>To Initialized.</summary>
    Init,

    /// <summary>To the container running.</summary>
    Start,

    /// <summary>To Ready: the model loads and the readiness probe sees it.</summary>
    Load,

    /// <summary>To ready in the EndpointSlice.</summary>
    Propagate,

    /// <summary>To the first right answer.</summary>
    Serve,
}
