using System.Text.Json.Nodes;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes;

/// <summary>An inference protocol: how a model is asked, and what its answers say.</summary>
internal interface IProbeProtocol
{
    /// <summary>As the plan names it.</summary>
    string Name { get; }

    /// <summary>What is wrong with the body of a request, and the remedy; null when nothing is.</summary>
    string? FindProblem(JsonObject body);

    /// <summary>Reads an answer in the form in which the protocol's servers give it.</summary>
    Reply<Answer> ReadAnswer(JsonNode answer);

    /// <param name="model">Its name, for protocols that have it in the body.</param>
    PreparedRequest Prepare(ProbeRequest request, string model);

    IModelClient Connect(ModelEndpoint endpoint);
}
