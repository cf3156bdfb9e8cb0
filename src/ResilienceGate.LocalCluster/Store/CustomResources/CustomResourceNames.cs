using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>
/// Whether a definition gets the names that it asks for: those that another one of its group has are taken
/// (<c>pkg/controller/status/naming_controller.go</c>).
/// </summary>
internal static class CustomResourceNames
{
    /// <summary>Writes into the status what names are accepted, and with them whether the resource is served.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="others">All other definitions.</param>
    /// <param name="now">In the form of the API.</param>
    public static void Accept(JsonObject definition, IEnumerable<JsonObject> others, string now)
    {
        var group = definition.Object("spec")?.Text("group");
        var taken = others
            .Where(other => other.Object("spec")?.Text("group") == group)
            .Select(other => other.Object("status")?.Object("acceptedNames") ?? [])
            .ToList();
        var resources = taken.SelectMany(Resources).ToHashSet();
        var kinds = taken.SelectMany(Kinds).ToHashSet();

        var requested = definition.Object("spec")?.Object("names") ?? [];
        var accepted = (JsonObject)(definition.Object("status")?.Object("acceptedNames") ?? []).DeepClone();
        var conflict = ((string Reason, string Message)?)null;
        foreach (
            var (field, used) in (ReadOnlySpan<(string, HashSet<string>)>)
                [
                    ("plural", resources),
                    ("singular", resources),
                    ("shortNames", resources),
                    ("kind", kinds),
                    ("listKind", kinds),
                ]
        )
        {
            if (Texts(requested[field]).FirstOrDefault(used.Contains) is { } name)
                conflict = ($"{char.ToUpperInvariant(field[0])}{field[1..]}Conflict", $"\"{name}\" is already in use");
            else if (requested[field] is { } value)
                accepted[field] = value.DeepClone();
        }
        if (requested["categories"] is { } categories)
            accepted["categories"] = categories.DeepClone();

        definition.EnsureObject("status")["acceptedNames"] = accepted;
        var isFree = conflict is null;
        var (reason, message) = conflict ?? ("NoConflicts", "no conflicts found");
        SetCondition(definition, "NamesAccepted", isFree, reason, message, now);
        // Once it is served it stays so.
        if (isFree)
            SetCondition(
                definition,
                "Established",
                holds: true,
                "InitialNamesAccepted",
                "the initial names have been accepted",
                now
            );
        else if (!IsEstablished(definition))
            SetCondition(definition, "Established", holds: false, "NotAccepted", "not all names are accepted", now);
    }

    public static bool IsEstablished(JsonObject definition) =>
        (definition.Object("status")?.Items("conditions") ?? []).Any(c =>
            c.Text("type") is "Established" && c.Text("status") is "True"
        );

    public static void SetCondition(
        JsonObject definition,
        string type,
        bool holds,
        string reason,
        string message,
        string now
    )
    {
        var status = definition.EnsureObject("status");
        var state = holds ? "True" : "False";
        var known = status.Items("conditions").FirstOrDefault(c => c.Text("type") == type);
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = state,
            ["reason"] = reason,
            ["message"] = message,
            ["lastTransitionTime"] = known?.Text("status") == state ? known?.Text("lastTransitionTime") : now,
        };
        var others = status.Items("conditions").Where(c => c.Text("type") != type).Select(c => c.DeepClone());
        status["conditions"] = new JsonArray([.. others, condition]);
    }

    private static IEnumerable<string> Resources(JsonObject names) =>
        Texts(names["plural"]).Concat(Texts(names["singular"])).Concat(Texts(names["shortNames"]));

    private static IEnumerable<string> Kinds(JsonObject names) => Texts(names["kind"]).Concat(Texts(names["listKind"]));

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node is JsonArray list ? list.Select(item => item.Text())
        : node.Text() is { Length: > 0 } text ? [text]
        : [];
}
