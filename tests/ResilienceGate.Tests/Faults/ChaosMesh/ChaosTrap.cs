namespace ResilienceGate.Tests.Faults.ChaosMesh;

/// <summary>What a Chaos Mesh does that has to be reckoned with.</summary>
internal enum ChaosTrap
{
    /// <summary>It does what it is asked.</summary>
    None,

    /// <summary>It finds nothing to hit, and says so in a condition alone.</summary>
    SelectsNothing,

    /// <summary>It cannot inject, and tries for ever.</summary>
    FailsToInject,

    /// <summary>It cannot recover, and holds the object for ever, unless it is told to let it go.</summary>
    FailsToRecover,

    /// <summary>It has injected, and then its controller died.</summary>
    DiesInjected,

    /// <summary>It hits one pod fewer than it was asked.</summary>
    MissesOne,
}
