using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reading;

/// <summary>Conditions on the few fields that a kind lets clients select by.</summary>
internal sealed class FieldSelector
{
    private static readonly Dictionary<ResourceType, string[]> Selectable = new()
    {
        [ResourceTypes.Pods] =
        [
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName",
        ],
        [ResourceTypes.Events] =
        [
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        [ResourceTypes.EventsV1] =
        [
            "reason",
            "regarding.kind",
            "regarding.namespace",
            "regarding.name",
            "regarding.uid",
            "reportingController",
            "type",
        ],
        [ResourceTypes.Nodes] = ["spec.unschedulable"],
        [ResourceTypes.Namespaces] = ["status.phase"],
        [ResourceTypes.Secrets] = ["type"],
        [ResourceTypes.ReplicaSets] = ["status.replicas"],
        [ResourceTypes.Jobs] = ["status.successful"],
        [ResourceTypes.Services] = ["spec.clusterIP", "spec.type"],
    };

    private readonly IReadOnlyList<(string Path, string Value, bool Equal)> _terms;

    private FieldSelector(IReadOnlyList<(string, string, bool)> terms) => _terms = terms;

    public bool IsEmpty => _terms.Count == 0;

    /// <exception cref="StatusException">BadRequest for a field that the kind is not selected by.</exception>
    public static FieldSelector Parse(ResourceType type, string? text)
    {
        List<(string, string, bool)> terms = [];
        foreach (var (path, value, equal) in Terms(text))
        {
            var known =
                path is "metadata.name"
                || (path is "metadata.namespace" && type.Namespaced)
                || Selectable.GetValueOrDefault(type, []).Contains(path, StringComparer.Ordinal);
            if (!known)
                throw StatusException.BadRequest($"field label not supported: {path}");
            terms.Add((path, value, equal));
        }
        return new(terms);
    }

    /// <summary>The name that a selector asks for; null when it asks for none.</summary>
    public static string? NameIn(string? text)
    {
        try
        {
            return Terms(text)
                .Where(term => term is { Path: "metadata.name", Equal: true })
                .Select(term => term.Value)
                .FirstOrDefault();
        }
        catch (StatusException e) when (e.Status.Code is 400)
        {
            // Whoever may ask is told what is wrong with it.
            return null;
        }
    }

    public bool Matches(JsonObject obj) =>
        _terms.All(t => string.Equals(Value(obj, t.Path), t.Value, StringComparison.Ordinal) == t.Equal);

    private static IEnumerable<(string Path, string Value, bool Equal)> Terms(string? text)
    {
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw StatusException.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            var equal = term[at - 1] != '!';
            yield return (term[..(equal ? at : at - 1)].Trim(), term[(at + 1)..].TrimStart('=').Trim(), equal);
        }
    }

    /// <summary>An absent field counts as the empty value of its type.</summary>
    private static string Value(JsonObject obj, string path)
    {
        switch (path)
        {
            case "spec.unschedulable" or "spec.hostNetwork":
                return Find(obj, path)?.ToJsonString() ?? "false";
            case "status.successful":
                return Find(obj, "status.succeeded")?.ToJsonString() ?? "0";
            case "source":
                return obj.Object("source")?.Text("component") ?? obj.Text("reportingComponent") ?? "";
            default:
                var value = Find(obj, path);
                return value is JsonValue scalar && !scalar.TryGetValue<string>(out _)
                    ? scalar.ToJsonString()
                    : value.Text();
        }
    }

    private static JsonNode? Find(JsonObject obj, string path)
    {
        JsonNode? node = obj;
        foreach (var part in path.Split('.'))
            node = (node as JsonObject)?[part];
        return node;
    }
}
