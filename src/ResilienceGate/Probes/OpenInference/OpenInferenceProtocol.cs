using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.OpenInference;

/// <summary>
/// The Open Inference Protocol, version 2, over REST:
/// https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
/// </summary>
internal sealed class OpenInferenceProtocol : IProbeProtocol
{
    public const string Word = "open-inference-v2";

    public string Name => Word;

    public string? FindProblem(JsonObject body)
    {
        if (body["inputs"] is not JsonArray { Count: > 0 } inputs)
            return "no 'inputs'; a request is {\"inputs\": [{\"name\", \"shape\", \"datatype\", \"data\"}]}";
        foreach (var input in inputs)
        {
            if (input is not JsonObject tensor)
                return "an input is not an object; write {\"name\", \"shape\", \"datatype\", \"data\"}";
            string[] keys = ["name", "shape", "datatype", "data"];
            if (keys.FirstOrDefault(key => tensor[key] is null) is { } missing)
                return $"an input has no '{missing}'; write {{\"name\", \"shape\", \"datatype\", \"data\"}}";
            if (Announced(tensor["shape"]) is not { } announced)
                return "a 'shape' is a list of sizes, such as [1, 2]";
            if (Values(tensor["data"]) is var values && values != announced)
                return $"the shape of input {tensor["name"]?.ToJsonString()} announces {announced} values, and its data has {values}";
        }

        return null;
    }

    /// <summary>The number of values that a shape has room for; null when it is none.</summary>
    private static long? Announced(JsonNode? shape)
    {
        long product = 1;
        foreach (var size in shape as JsonArray ?? [null])
        {
            if (size is not JsonValue value || !value.TryGetValue(out int n) || n < 0)
                return null;
            product *= n;
        }
        return product;
    }

    /// <summary>Of data that is flat, or nested as its shape is; the protocol takes both.</summary>
    private static long Values(JsonNode? data) => data is JsonArray list ? list.Sum(Values) : 1;

    public Reply<Answer> ReadAnswer(JsonNode answer) =>
        InferResponse.Read(HttpStatusCode.OK, JsonSerializer.SerializeToUtf8Bytes(answer));

    public PreparedRequest Prepare(ProbeRequest request, string model) =>
        new(request.Id, RequestBody.Serialize(request.Body), request.Expected);

    public IModelClient Connect(ModelEndpoint endpoint) => new OpenInferenceClient(endpoint);
}
