using System.Text.Json.Nodes;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>A Chaos Mesh object as a file of the user's has it.</summary>
/// <param name="Namespace">Null where the file names none.</param>
internal sealed record ChaosManifest(ChaosKind Kind, string? Namespace, JsonObject Spec)
{
    private const string ApiVersion = "chaos-mesh.org/v1alpha1";

    /// <summary>How many of the pods that its selector chooses it hits.</summary>
    public Parsed<Mode> Mode =>
        Kind.SelectsPods ? ReadMode(Spec["mode"]?.ToString(), Spec["value"]?.ToString()) : new Mode.One();

    public ChaosSelector Selector => new(Spec["selector"] as JsonObject ?? []);

    /// <summary>A pod is killed without any grace, as Chaos Mesh does by default.</summary>
    public bool KillsWithoutGrace =>
        Kind == ChaosKind.Pod
        && Spec["action"]?.ToString() is "pod-kill"
        && Spec["gracePeriod"]?.ToString() is null or "0";

    /// <param name="path">Absolute.</param>
    public static Parsed<ChaosManifest> Read(string path)
    {
        try
        {
            var yaml = new DeserializerBuilder()
                .WithAttemptingUnquotedStringTypeDeserialization()
                .Build()
                .Deserialize<object?>(File.ReadAllText(path));
            return Of(Json(yaml));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Parsed.Wrong<ChaosManifest>(
                $"cannot be read ({e.Message}); name a file that holds one Chaos Mesh object, relative to the plan"
            );
        }
        catch (YamlException e)
        {
            return Parsed.Wrong<ChaosManifest>($"is not valid YAML (line {e.Start.Line}: {e.Message}); correct it");
        }
    }

    private static Parsed<ChaosManifest> Of(JsonNode? node)
    {
        if (node is not JsonObject manifest || manifest["apiVersion"]?.ToString() is not ApiVersion)
            return Parsed.Wrong<ChaosManifest>($"is no Chaos Mesh object; it begins with `apiVersion: {ApiVersion}`");
        if (ChaosKind.Find(manifest["kind"]?.ToString() ?? "") is not { } kind)
            return Parsed.Wrong<ChaosManifest>(
                $"is a {manifest["kind"]}, which the gate does not inject; its kind must be one of "
                    + string.Join(", ", ChaosKind.All.Select(k => k.Name))
            );
        if (manifest["spec"] is not JsonObject spec || (kind.SelectsPods && spec["selector"] is not JsonObject))
            return Parsed.Wrong<ChaosManifest>("has no `spec` with a `selector`; write whom it hits");
        if (spec["remoteCluster"] is not null)
            return Parsed.Wrong<ChaosManifest>("hits another cluster; remove `remoteCluster`");
        var read = new ChaosManifest(kind, manifest["metadata"]?["namespace"]?.ToString(), spec);
        if (read.Selector.Unknown is [var unknown, ..])
            return Parsed.Wrong<ChaosManifest>(
                $"selects by `{unknown}`, which the gate cannot check; select by labels, namespaces, pods or nodes"
            );
        return read.Mode.Problem is { } problem ? Parsed.Wrong<ChaosManifest>(problem) : read;
    }

    /// <param name="word">As Chaos Mesh spells it.</param>
    /// <param name="value">A number, which Chaos Mesh wants as a text.</param>
    private static Parsed<Mode> ReadMode(string? word, string? value)
    {
        _ = int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number);
        return word switch
        {
            "one" => new Mode.One(),
            "all" => new Mode.All(),
            "fixed" when number >= 1 => new Mode.Fixed(number),
            "fixed-percent" when number is >= 1 and <= 100 => new Mode.FixedPercent(number),
            "random-max-percent" when number is >= 1 and <= 100 => new Mode.RandomMaxPercent(number),
            _ => Parsed.Wrong<Mode>(
                $"has the mode \"{word}\" with the value \"{value}\"; write one, all, or fixed, fixed-percent or "
                    + "random-max-percent with a value from 1 on"
            ),
        };
    }

    /// <summary>With the keys in ordinal order: their order in the file means nothing.</summary>
    private static JsonNode? Json(object? yaml) =>
        yaml switch
        {
            null => null,
            IDictionary<object, object?> map => new JsonObject(
                map.Select(p => KeyValuePair.Create(p.Key.ToString() ?? "", Json(p.Value)))
                    .OrderBy(p => p.Key, StringComparer.Ordinal)
            ),
            IList<object?> list => new JsonArray([.. list.Select(Json)]),
            _ => System.Text.Json.JsonSerializer.SerializeToNode(yaml, yaml.GetType()),
        };
}
