namespace ResilienceGate.EndToEnd;

/// <summary>Tests that share a target run one after the other.</summary>
[CollectionDefinition]
public sealed class SharedTarget : ICollectionFixture<TestTarget>;
