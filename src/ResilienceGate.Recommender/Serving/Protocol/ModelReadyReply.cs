namespace ResilienceGate.Recommender.Serving.Protocol;

internal sealed record ModelReadyReply(string Name, bool Ready);
