namespace ResilienceGate.LocalCluster.Store.Schemas;

/// <summary>The form of a value, as the API's OpenAPI description would give it.</summary>
internal abstract record Schema
{
    private Schema() { }

    public sealed record Text : Schema;

    public sealed record Integer(bool IsLong) : Schema;

    public sealed record Number : Schema;

    public sealed record Flag : Schema;

    public sealed record Base64 : Schema;

    /// <summary>A <c>metav1.Time</c>, or a <c>metav1.MicroTime</c> where microseconds matter.</summary>
    public sealed record Time(bool Micro) : Schema;

    public sealed record Quantity : Schema;

    public sealed record IntOrString : Schema;

    /// <summary>Any JSON: raw extensions and the like.</summary>
    public sealed record Any : Schema;

    public sealed record ListOf(Schema Item) : Schema;

    public sealed record MapOf(Schema Value) : Schema;

    /// <param name="Model">The C# type that it was read from.</param>
    /// <param name="Fields">Read on first use: models refer to each other in circles.</param>
    public sealed record Structure(Type Model, Lazy<IReadOnlyDictionary<string, Schema>> Fields) : Schema;
}
