using ResilienceGate.Probes;

namespace ResilienceGate.Plans.Sections;

/// <param name="Options">What the protocol is told beside the model's name.</param>
internal sealed record ProtocolPlan(IProbeProtocol Protocol, string Model, ProtocolOptions Options);
