using System.Text.Json.Nodes;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Agents;

/// <summary>One request of the requests file.</summary>
/// <param name="Id">Unique within the file; the line's own <c>id</c>, or <c>line-N</c>.</param>
/// <param name="Body">The request in the protocol's own form.</param>
/// <param name="Expected">The right answer, where the file gives one.</param>
internal sealed record ProbeRequest(string Id, JsonObject Body, Prediction? Expected = null);
