namespace ResilienceGate.Recommender.Training;

/// <summary>The defaults are those of the shipped checkpoint.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Decides the first weights and the order of the ratings in each epoch.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Passes over the ratings.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Latent factors of a user and of an item (K).</summary>
    public int Factors { get; init; } = 32;

    public double LearningRate { get; init; } = 0.02;

    /// <summary>L2 penalty on factors and biases.</summary>
    public double Regularisation { get; init; } = 0.1;
}
