namespace ResilienceGate.Faults.Gremlin;

/// <summary>How far an attack has come.</summary>
internal enum GremlinStage
{
    /// <summary>A word that this version does not know: nobody can tell whether the attack is on.</summary>
    Unknown,

    /// <summary>On its way to its targets.</summary>
    Starting,

    /// <summary>Its effect is on.</summary>
    Running,

    /// <summary>Its effect is being taken back.</summary>
    Ending,

    /// <summary>Over, and taken back.</summary>
    Over,

    /// <summary>Over before it had an effect.</summary>
    NeverOn,

    /// <summary>Over, and nobody knows whether its effect is.</summary>
    Lost,
}
