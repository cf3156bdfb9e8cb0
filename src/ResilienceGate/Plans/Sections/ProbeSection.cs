using ResilienceGate.Agents;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;
using ResilienceGate.Plans.Yaml;
using ResilienceGate.Probes;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>probe</c>: the traffic that stands for the users.</summary>
internal sealed class ProbeSection : Section<ProbePlan>
{
    private static readonly Key<Variant<ProtocolPlan>> Protocol = Key.Required(
        "protocol",
        new Choice<Variant<ProtocolPlan>>([.. ProtocolVariants.All.Select(v => v.AsOption())])
        {
            NotYet = ["open-inference-v2-grpc", "triton", "torchserve", "ollama"],
        },
        "The API of the model. open-inference-v2: the Open Inference Protocol V2 over REST. kserve-v1: the V1 protocol of KServe. tf-serving: the REST API of TensorFlow Serving. openai: chat completions, streamed. http: an API of your own, with JSON."
    );

    private static readonly Key<double> Rate = Key.Defaulted(
        "rate",
        Rates.Between(0.1, 10_000, "100/s"),
        "50/s",
        "How many requests are sent. The rate is constant: a slow answer does not delay the next request. Below 10/s an outage is told by the distance of the requests, and from there on to 100 ms."
    );

    private static readonly Key<TimeSpan> Deadline = Key.Defaulted(
        "deadline",
        Durations.Between("1ms", "5m", "2s"),
        "2s",
        "How long a request may take, from the moment it was due; a later answer is a failed one."
    );

    private static readonly Key<ConnectionPolicy> Connections = Key.Defaulted(
        "connections",
        new Choice<ConnectionPolicy>(
            new Option<ConnectionPolicy>("fresh", ConnectionPolicy.Fresh),
            new Option<ConnectionPolicy>("pooled", ConnectionPolicy.Pooled)
        ),
        "fresh",
        "fresh: a connection for each request, each balanced anew. pooled: connections are kept and used again, as most clients do."
    );

    private static readonly Key<string> Requests = Key.Required(
        "requests",
        Names.File("requests.jsonl"),
        "The inputs: a file of JSON Lines, one request a line in the protocol's own form, relative to the plan. Requests with `expected` carry the right answer."
    );

    public override IReadOnlyList<Key> Keys => [Protocol, Rate, Deadline, Connections, Requests];

    public override Key Discriminator => Protocol;

    public override IReadOnlyList<Variant> Variants => ProtocolVariants.All;

    protected override ProbePlan Read(MappingReader section)
    {
        var (protocol, model, options) = section.Variant(Protocol);
        return new ProbePlan
        {
            Protocol = protocol.Name,
            Options = options,
            Model = model,
            Rate = section.Get(Rate),
            Deadline = section.Get(Deadline),
            Connections = section.Get(Connections),
            Requests = section.TryGet(Requests, out var file) ? Load(section, file, protocol) : [],
        };
    }

    private static IReadOnlyList<ProbeRequest> Load(MappingReader section, string file, IProbeProtocol protocol)
    {
        var path = section.Context.Resolve(file);
        if (Directory.Exists(path))
        {
            section.Wrong(Requests, $"requests \"{file}\" is a directory; name the file in it, such as requests.jsonl");
            return [];
        }
        if (!File.Exists(path))
        {
            section.Wrong(Requests, $"requests \"{file}\" does not exist; there is no file {path}");
            return [];
        }
        try
        {
            return RequestsFile.Read(path, protocol);
        }
        catch (RequestsFileException e) when (e.Line > 0)
        {
            section.Context.Errors.AddElsewhere(path, new Position(e.Line, e.Column), e.Problem);
        }
        catch (RequestsFileException e)
        {
            section.Wrong(Requests, $"requests \"{file}\": {e.Problem}; the file is {path}");
        }
        return [];
    }
}
