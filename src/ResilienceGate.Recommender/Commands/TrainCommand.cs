using ResilienceGate.Recommender.Data;
using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Training;

namespace ResilienceGate.Recommender.Commands;

/// <summary><c>train</c>: writes a checkpoint.</summary>
internal static class TrainCommand
{
    public static async Task<int> RunAsync(
        TrainingOptions options,
        string path,
        TextWriter output,
        CancellationToken ct
    )
    {
        var ratings = SyntheticRatings.Generate(SyntheticRatings.Seed);
        var model = new MatrixFactorisationTrainer(options).Train(ratings);
        await CheckpointWriter.WriteAsync(model, path, ct);
        await output.WriteLineAsync(
            $"{path}: {ratings.Ratings.Length} ratings, seed {options.Seed}, {options.Epochs} epochs, "
                + StateDigest.Of(model.Tensors)
        );
        return ExitCode.Success;
    }
}
