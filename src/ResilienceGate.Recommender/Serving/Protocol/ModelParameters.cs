namespace ResilienceGate.Recommender.Serving.Protocol;

/// <param name="Digest">The <see cref="Models.StateDigest"/> of the weights that answers are computed from.</param>
internal sealed record ModelParameters(string Digest);
