namespace ResilienceGate.Recommender.Serving.Protocol;

internal sealed record ReadyReply(bool Ready);
