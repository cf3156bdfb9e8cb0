using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ResilienceGate.Tests.Faults.Gremlin;

/// <summary>
/// Gremlin's API, as strict as it is: it knows its calls, its key and its team, and nothing else. An attack goes on by one
/// stage whenever it is looked at.
/// </summary>
internal sealed class FakeGremlin : HttpMessageHandler
{
    public const string Key = "secret-key-0123";
    public const string Attack = "3f2b8c1e-9d4a-4e57-8b60-1c2d3e4f5a6b";

    private readonly Queue<string> _stages = new(["Pending", "Initializing", "Running"]);
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage?>> _answers = new();
    private string _stage = "Pending";

    public List<string> Asked { get; } = [];

    /// <summary>What an attack was begun with; null when none was.</summary>
    public JsonObject? Begun { get; private set; }

    public bool IsHalted { get; private set; }

    /// <summary>What can be attacked: UID and name of pods.</summary>
    public Dictionary<string, string> Pods { get; } = [];

    public string Namespace { get; set; } = "ml";

    /// <summary>What an attack comes to when it is halted.</summary>
    public IReadOnlyList<string> AfterHalt { get; set; } = ["HaltDistributed", "UserHalted"];

    /// <summary>The stages that an attack goes through, instead of the usual.</summary>
    public void Goes(params string[] stages)
    {
        _stages.Clear();
        foreach (var stage in stages)
            _stages.Enqueue(stage);
    }

    /// <summary>The next request is answered so.</summary>
    public void Next(HttpStatusCode code, string body = "", TimeSpan? retryAfter = null) =>
        _answers.Enqueue(_ =>
        {
            var answer = Text(code, body);
            if (retryAfter is { } wait)
                answer.Headers.RetryAfter = new RetryConditionHeaderValue(wait);
            return answer;
        });

    /// <summary>The next request is carried out, and its answer is lost.</summary>
    public void LoseNext() =>
        _answers.Enqueue(request =>
        {
            using var lost = Answer(request);
            throw new HttpRequestException("Connection reset");
        });

    public void DisconnectNext() => _answers.Enqueue(_ => throw new HttpRequestException("Connection refused"));

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Asked.Add($"{request.Method} {request.RequestUri?.PathAndQuery}");
        if (request.Content is { } content)
        {
            if (content.Headers.ContentType?.MediaType is not "application/json")
                return Text(HttpStatusCode.UnsupportedMediaType, "");
            Begun = JsonNode.Parse(await content.ReadAsStringAsync(cancellationToken)) as JsonObject;
        }
        if (_answers.TryDequeue(out var next) && next(request) is { } answer)
            return answer;
        return Answer(request);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (request.Headers.Authorization?.ToString() is not $"Key {Key}")
            return Text(HttpStatusCode.Unauthorized, $"bad key {request.Headers.Authorization?.Parameter}");
        if (request.RequestUri?.Query is not "?teamId=team-1")
            return Text(HttpStatusCode.Forbidden, "no team");
        return (request.Method.Method, request.RequestUri.AbsolutePath) switch
        {
            ("GET", "/v1/kubernetes/targets") => Json(Targets()),
            ("POST", "/v1/kubernetes/attacks/new") when IsWhole(Begun) => Text(HttpStatusCode.Created, Attack),
            ("POST", "/v1/kubernetes/attacks/new") => Text(HttpStatusCode.BadRequest, "incomplete"),
            ("GET", $"/v1/kubernetes/attacks/{Attack}") => Json(new JsonObject { ["stage"] = Stage() }),
            ("POST", $"/v1/kubernetes/attacks/{Attack}/halt") => Halt(),
            _ => Text(HttpStatusCode.NotFound, "no such call"),
        };
    }

    private string Stage()
    {
        if (_stages.TryDequeue(out var next))
            _stage = next;
        return _stage;
    }

    private HttpResponseMessage Halt()
    {
        IsHalted = true;
        Goes([.. AfterHalt]);
        return Text(HttpStatusCode.Accepted, "");
    }

    private static bool IsWhole(JsonObject? body) =>
        body?["targetDefinition"]?["strategy"] is JsonObject strategy
        && strategy["k8sObjects"] is JsonArray { Count: > 0 } objects
        && objects.All(o =>
            o?["clusterId"] is not null
            && o["uid"] is not null
            && o["kind"]?.ToString() is "POD"
            && o["targetType"] is not null
        )
        && strategy["percentage"] is not null
        && body["impactDefinition"]?["cliArgs"] is JsonArray { Count: > 0 };

    private JsonArray Targets() =>
        [
            new JsonObject
            {
                ["clusterId"] = "c1",
                ["objects"] = new JsonArray([
                    .. Pods.Select(p => new JsonObject
                    {
                        ["uid"] = p.Key,
                        ["kind"] = "POD",
                        ["namespace"] = Namespace,
                        ["name"] = p.Value,
                        ["labels"] = new JsonObject(),
                        ["annotations"] = new JsonObject(),
                        ["availableContainers"] = new JsonArray("c"),
                        ["targetType"] = "Kubernetes",
                    }),
                ]),
            },
        ];

    private static HttpResponseMessage Json(JsonNode body) =>
        new(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Text(HttpStatusCode code, string body) =>
        new(code) { Content = new StringContent(body, Encoding.UTF8, "text/plain") };
}
