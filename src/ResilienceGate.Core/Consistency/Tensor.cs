namespace ResilienceGate.Core.Consistency;

/// <summary>One named output of a model. Exactly one of <see cref="Numbers"/> and <see cref="Texts"/> is set.</summary>
public sealed record Tensor
{
    public required string Name { get; init; }

    /// <summary>Flat, row-major.</summary>
    public IReadOnlyList<double>? Numbers { get; init; }

    public IReadOnlyList<string>? Texts { get; init; }
}
