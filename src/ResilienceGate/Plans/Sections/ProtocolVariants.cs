using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;
using ResilienceGate.Probes;
using ResilienceGate.Probes.HttpApi;
using ResilienceGate.Probes.OpenAi;
using ResilienceGate.Probes.OpenInference;
using ResilienceGate.Probes.Predict;

namespace ResilienceGate.Plans.Sections;

/// <summary>The protocols of <c>probe</c>, each with the keys that only it has.</summary>
internal static class ProtocolVariants
{
    private static readonly Key<string> Model = Key.Required(
        "model",
        Names.Model,
        "The name that the server knows the model by."
    );

    private static readonly Key<string> ChatModel = Key.Required(
        "model",
        Names.ChatModel,
        "The name that the server lists the model by."
    );

    private static readonly Key<string> BasePath = Key.Defaulted(
        "base-path",
        Paths.Form,
        "/v1",
        "What the paths of the API begin with."
    );

    private static readonly Key<TimeSpan> Stall = Key.Defaulted(
        "stall",
        Durations.Between("10ms", "5m", "5s"),
        "5s",
        "The longest that nothing may come within a stream; after it the request has failed, for its user has left."
    );

    private static readonly Key<string> Method = Key.Defaulted(
        "method",
        new Choice<string>([.. new[] { "POST", "PUT", "GET" }.Select(m => new Option<string>(m, m))]),
        "POST",
        "How the API is called; with GET the lines of the requests file are {}."
    );

    private static readonly Key<string> Path = Key.Required(
        "path",
        Paths.Form,
        "The path that is called, with its query."
    );

    private static readonly Key<IReadOnlyList<string>> Headers = Key.Optional(
        "headers",
        new ListForm<string>(HttpHeaders.Form, "the header", 20),
        "none",
        "Headers of each request, `Name: value`. They are no place for secrets: the plan and a ConfigMap hold them as they are."
    );

    private static readonly Key<int> Status = Key.Defaulted(
        "status",
        new NumberForm<int>(200, 299, 200),
        "200",
        "The status of success."
    );

    private static readonly Key<string> Answer = Key.Defaulted(
        "answer",
        JsonPaths.Form,
        AnswerPath.Whole,
        "A JSONPath that picks the answer out of the response, so that what changes from call to call (an id, a time) is left out of it."
    );

    private static readonly Key<string> Health = Key.Optional(
        "health",
        Paths.Form,
        "a replica is taken for ready, and its answers tell",
        "A path that answers 200 while the model can serve."
    );

    public static IReadOnlyList<Variant<ProtocolPlan>> All { get; } =
    [
        OfModel(new OpenInferenceProtocol(), "Requests of the Open Inference Protocol V2."),
        OfModel(PredictProtocol.KServe, "Requests with instances, to the V1 protocol of KServe."),
        OfModel(PredictProtocol.TensorFlowServing, "Requests with instances or inputs, to TensorFlow Serving."),
        new(
            ChatProtocol.Word,
            "Requests with messages, answered as a stream of server-sent events.",
            [ChatModel, BasePath, Stall],
            section => Chat(section.Get(ChatModel), new ChatOptions(section.Get(BasePath), section.Get(Stall)))
        ),
        new(
            HttpApiProtocol.Word,
            "Requests of any JSON, to an API of your own.",
            [Method, Path, Headers, Status, Answer, Health],
            Http
        ),
    ];

    private static Variant<ProtocolPlan> OfModel(IProbeProtocol protocol, string meaning) =>
        new(
            protocol.Name,
            meaning,
            [Model],
            section => new ProtocolPlan(protocol, section.Get(Model), ProtocolOptions.None)
        );

    private static ProtocolPlan Chat(string model, ChatOptions options) =>
        new(new ChatProtocol(options), model, new ProtocolOptions { Chat = options });

    private static ProtocolPlan Http(MappingReader section)
    {
        var exchange = new HttpExchange(
            section.Get(Method),
            section.Get(Path),
            section.TryGet(Headers, out var headers) ? headers : [],
            section.Get(Status),
            section.Get(Answer),
            section.TryGet(Health, out var health) ? health : null
        );
        // An API of one's own names no model: its path says what is asked.
        return new ProtocolPlan(new HttpApiProtocol(exchange), exchange.Path, new ProtocolOptions { Http = exchange });
    }
}
