namespace ResilienceGate.Recommender.Serving.Protocol;

internal sealed record LiveReply(bool Live);
