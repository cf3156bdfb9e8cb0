namespace ResilienceGate.EndToEnd;

/// <summary>A folder that goes with its test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("resilience-gate-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
