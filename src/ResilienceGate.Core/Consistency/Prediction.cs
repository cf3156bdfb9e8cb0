namespace ResilienceGate.Core.Consistency;

/// <summary>What a model answered to one request.</summary>
public sealed record Prediction(IReadOnlyList<Tensor> Outputs);
