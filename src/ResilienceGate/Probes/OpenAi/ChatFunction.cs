namespace ResilienceGate.Probes.OpenAi;

/// <param name="Arguments">JSON as text, which a stream gives piece by piece.</param>
internal sealed record ChatFunction(string? Name, string? Arguments);
