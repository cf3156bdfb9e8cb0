using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Commands;

/// <summary><c>digest</c>: what a server of this checkpoint will call its state.</summary>
internal static class DigestCommand
{
    public static async Task<int> RunAsync(string path, TextWriter output, CancellationToken ct)
    {
        var model = await CheckpointReader.ReadAsync(path, ct);
        await output.WriteLineAsync(StateDigest.Of(model.Tensors));
        return ExitCode.Success;
    }
}
