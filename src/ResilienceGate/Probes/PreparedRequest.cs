using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Probes;

/// <summary>A request in the bytes that go over the wire, made once and sent many times.</summary>
/// <param name="Expected">The right answer, where the requests file gives one.</param>
internal sealed record PreparedRequest(string Id, ReadOnlyMemory<byte> Payload, Prediction? Expected);
