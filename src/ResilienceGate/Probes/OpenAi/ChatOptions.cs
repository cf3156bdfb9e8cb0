namespace ResilienceGate.Probes.OpenAi;

/// <param name="Path">What the paths of the API begin with, <c>/v1</c>.</param>
/// <param name="Stall">A stream in which nothing comes for longer counts as failed.</param>
internal sealed record ChatOptions(string Path, TimeSpan Stall);
