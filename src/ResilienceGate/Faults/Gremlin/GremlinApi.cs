using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;

namespace ResilienceGate.Faults.Gremlin;

/// <summary>The part of Gremlin's HTTP API that attacks Kubernetes objects.</summary>
/// <remarks>
/// What changes nothing when it is said twice is said again where Gremlin is in trouble. To begin an attack is not: two
/// could be on. Only where Gremlin has answered that it takes no more at the moment (429) was nothing begun.
/// </remarks>
internal sealed class GremlinApi : IDisposable
{
    private const int LongestQuote = 200;

    private static readonly Uri Public = new("https://api.gremlin.com/v1/");
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePropertyKey<bool> MayRepeat = new("may-repeat");

    private readonly HttpClient _http;
    private readonly GremlinAccount _account;
    private readonly ResiliencePipeline<HttpResponseMessage> _again;

    /// <param name="handler">Reaches Gremlin; disposed with this.</param>
    public GremlinApi(HttpMessageHandler handler, GremlinAccount account, TimeProvider time)
    {
        _http = new HttpClient(handler) { BaseAddress = Public, Timeout = AnswerWithin };
        _account = account;
        _again = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    ShouldHandle = arguments => ValueTask.FromResult(IsPassing(arguments.Outcome, arguments.Context)),
                    DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result, time)),
                    MaxRetryAttempts = 3,
                    Delay = TimeSpan.FromMilliseconds(500),
                    BackoffType = DelayBackoffType.Exponential,
                }
            )
            .Build();
    }

    /// <summary>Null when the environment has no key.</summary>
    public static GremlinApi? From(IReadOnlyDictionary<string, string> environment, TimeProvider time) =>
        GremlinAccount.From(environment) is { } account
            ? new GremlinApi(new SocketsHttpHandler(), account, time)
            : null;

    /// <summary>What can be attacked, by UID; each as an attack has to name it.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>> TargetsAsync(CancellationToken ct)
    {
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var clusters = await ReadAsync(HttpMethod.Get, "kubernetes/targets", body: null, mayRepeat: true, ct);
        foreach (var cluster in Json(clusters).AsArray().OfType<JsonObject>())
        {
            foreach (var item in (cluster["objects"] as JsonArray ?? []).OfType<JsonObject>())
            {
                var named = item.DeepClone().AsObject();
                named["clusterId"] = cluster["clusterId"]?.DeepClone();
                found[named["uid"]?.ToString() ?? ""] = named;
            }
        }
        return found;
    }

    /// <returns>The identity of the attack that was begun.</returns>
    /// <exception cref="GremlinUnavailableException">Whether one was begun is not known.</exception>
    public async Task<string> BeginAsync(
        IEnumerable<JsonObject> targets,
        IReadOnlyList<string> attack,
        CancellationToken ct
    )
    {
        var body = new JsonObject
        {
            ["targetDefinition"] = new JsonObject
            {
                ["strategy"] = new JsonObject
                {
                    ["k8sObjects"] = new JsonArray([.. targets.Select(t => t.DeepClone())]),
                    ["percentage"] = 100,
                    ["containerSelection"] = new JsonObject
                    {
                        ["selectionType"] = "ANY",
                        ["containerNames"] = new JsonArray(),
                    },
                },
            },
            ["impactDefinition"] = new JsonObject { ["cliArgs"] = new JsonArray([.. attack.Select(w => (JsonNode)w)]) },
        };
        // The answer is plain text, not JSON.
        var answer = (await ReadAsync(HttpMethod.Post, "kubernetes/attacks/new", body, mayRepeat: false, ct)).Trim();
        return Guid.TryParse(answer, out _)
            ? answer
            : throw new GremlinUnavailableException(
                $"Gremlin began an attack and did not say which: \"{Quote(answer)}\""
            );
    }

    /// <summary>The word of Gremlin for how far an attack has come; null when it says none.</summary>
    public async Task<string?> StageAsync(string attack, CancellationToken ct)
    {
        var path = $"kubernetes/attacks/{attack}";
        return Json(await ReadAsync(HttpMethod.Get, path, body: null, mayRepeat: true, ct))["stage"]?.ToString();
    }

    /// <summary>Asks for an attack to end; one that has ended already is no error.</summary>
    public Task HaltAsync(string attack, CancellationToken ct) =>
        ReadAsync(HttpMethod.Post, $"kubernetes/attacks/{attack}/halt", body: null, mayRepeat: true, ct);

    public void Dispose() => _http.Dispose();

    private async Task<string> ReadAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        bool mayRepeat,
        CancellationToken ct
    )
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(MayRepeat, mayRepeat);
        try
        {
            using var response = await _again.ExecuteAsync(
                async c => await SendAsync(method, path, body, c.CancellationToken),
                context
            );
            var text = await response.Content.ReadAsStringAsync(ct);
            return response.IsSuccessStatusCode ? text : throw Refused(response.StatusCode, text);
        }
        catch (HttpRequestException e)
        {
            throw new GremlinUnavailableException($"Gremlin does not answer: {e.GetBaseException().Message}", e);
        }
        catch (TaskCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new GremlinUnavailableException("Gremlin does not answer in time", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        CancellationToken ct
    )
    {
        var team = _account.Team is { } id ? $"?teamId={Uri.EscapeDataString(id)}" : "";
        using var request = new HttpRequestMessage(method, new Uri($"{path}{team}", UriKind.Relative));
        request.Headers.Authorization = _account.Authorization;
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _http.SendAsync(request, ct);
    }

    private Exception Refused(HttpStatusCode code, string text) =>
        code switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new GateException(
                $"Gremlin does not accept the key of {GremlinAccount.KeyVariable} (HTTP {(int)code}). Give it one that may run "
                    + $"Kubernetes attacks, and its team in {GremlinAccount.TeamVariable}."
            ),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new GremlinUnavailableException(
                $"Gremlin cannot answer at the moment (HTTP {(int)code}): {Quote(text)}"
            ),
            _ => new GateException($"Gremlin refused a request (HTTP {(int)code}): {Quote(text)}"),
        };

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome, ResilienceContext context) =>
        outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests
        || (
            context.Properties.GetValue(MayRepeat, defaultValue: false)
            && (
                outcome.Exception is HttpRequestException
                || outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError
            )
        );

    /// <summary>Null where Gremlin does not say how long to wait.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time) =>
        response?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
            _ => null,
        };

    private static JsonNode Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new GateException("Gremlin answered something that is no JSON.", e);
        }
    }

    private string Quote(string text)
    {
        var safe = _account.Redact(text);
        return safe.Length <= LongestQuote ? safe : $"{safe[..LongestQuote]}...";
    }
}
