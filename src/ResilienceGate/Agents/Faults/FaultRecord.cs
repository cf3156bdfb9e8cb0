using System.Text.Json.Serialization;

namespace ResilienceGate.Agents.Faults;

/// <summary>What an agent reports of its fault, one compact JSON line each, on its standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Beginning), "beginning")]
[JsonDerivedType(typeof(On), "on")]
[JsonDerivedType(typeof(Lost), "lost")]
[JsonDerivedType(typeof(Off), "off")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Stuck), "stuck")]
internal abstract record FaultRecord
{
    private FaultRecord() { }

    /// <summary>On the agent's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The agent waits to be told to begin.</summary>
    public sealed record Ready : FaultRecord;

    /// <summary>From here on something of the fault may be there.</summary>
    /// <param name="Expires">When it is over by itself, on the clock of the agent's machine.</param>
    /// <param name="Outlives">Whether something of it stays until then when the agent is killed.</param>
    public sealed record Beginning(DateTimeOffset Expires, bool Outlives) : FaultRecord;

    /// <param name="Proof">What was measured that shows that the fault is on.</param>
    public sealed record On(string Proof) : FaultRecord;

    /// <summary>The fault has ended before its time.</summary>
    public sealed record Lost(string Why) : FaultRecord;

    /// <summary>Nothing of the fault is left. The last record.</summary>
    /// <param name="Proof">What was measured that shows it; null when the fault was never on.</param>
    public sealed record Off(string Why, string? Proof) : FaultRecord;

    /// <summary>The fault cannot be brought about, and nothing of it is left. The last record.</summary>
    public sealed record Failed(string Why) : FaultRecord;

    /// <summary>Something of the fault cannot be taken away. The last record.</summary>
    public sealed record Stuck(string Why) : FaultRecord;
}
