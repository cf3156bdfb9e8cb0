using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Probes;

/// <summary>A well-formed answer of a model.</summary>
/// <param name="ModelVersion">The version that says it answered; null where the server does not tell.</param>
/// <param name="Stream">When its parts came; null where it came in one piece.</param>
internal sealed record Answer(Prediction Prediction, string? ModelVersion, StreamTiming? Stream = null);
