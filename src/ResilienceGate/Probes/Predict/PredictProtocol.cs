using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Probes.Http;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.Predict;

/// <summary>
/// <c>:predict</c>, which KServe took over from TensorFlow Serving:
/// https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol and
/// https://www.tensorflow.org/tfx/serving/api_rest. The two differ in what they say of a model.
/// </summary>
internal sealed class PredictProtocol : IProbeProtocol
{
    public const string KServeWord = "kserve-v1";

    public const string TensorFlowServingWord = "tf-serving";

    private readonly ReplyReader<ModelDescription> _readStatus;

    private PredictProtocol(string name, ReplyReader<ModelDescription> readStatus)
    {
        Name = name;
        _readStatus = readStatus;
    }

    public static PredictProtocol KServe { get; } = new(KServeWord, KServeStatus.Read);

    public static PredictProtocol TensorFlowServing { get; } = new(TensorFlowServingWord, TensorFlowStatus.Read);

    public string Name { get; }

    public string? FindProblem(JsonObject body) =>
        (body["instances"], body["inputs"]) switch
        {
            (not null, not null) => "both 'instances' and 'inputs'; a request has rows or columns, so remove one",
            (JsonArray { Count: > 0 }, null) or (null, JsonArray { Count: > 0 } or JsonObject { Count: > 0 }) => null,
            (null, JsonValue) => null,
            (null, null) => "no 'instances'; a request is {\"instances\": [...]}, or {\"inputs\": ...} in columns",
            (null, _) => "'inputs' is empty; write the columns, such as {\"inputs\": {\"user\": [42]}}",
            _ => "'instances' is no list of at least one row; write {\"instances\": [...]}",
        };

    public Reply<Answer> ReadAnswer(JsonNode answer) =>
        PredictResponse.Read(HttpStatusCode.OK, JsonSerializer.SerializeToUtf8Bytes(answer));

    public PreparedRequest Prepare(ProbeRequest request, string model) =>
        new(request.Id, RequestBody.Serialize(request.Body), request.Expected);

    public IModelClient Connect(ModelEndpoint endpoint) => new PredictClient(endpoint, _readStatus);
}
