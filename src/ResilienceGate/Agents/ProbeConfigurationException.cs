namespace ResilienceGate.Agents;

/// <summary>The probe's configuration is wrong: where, what, and what to do about it.</summary>
internal sealed class ProbeConfigurationException(string file, string problem) : Exception($"{file}: {problem}")
{
    public string File { get; } = file;
}
