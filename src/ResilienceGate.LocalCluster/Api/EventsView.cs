using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>Events of <c>events.k8s.io</c>, which are those of the core group under newer names.</summary>
internal sealed class EventsView() : ResourceView(ResourceTypes.EventsV1, ResourceTypes.Events)
{
    private static readonly (string Core, string Newer)[] Names =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    public override StoredObject Show(StoredObject obj)
    {
        var json = (JsonObject)obj.Json.DeepClone();
        json["apiVersion"] = Served.ApiVersion;
        foreach (var (core, newer) in Names)
            Rename(json, core, newer);
        return new StoredObject(Served, json);
    }

    public override JsonObject Accept(JsonObject obj)
    {
        var json = (JsonObject)obj.DeepClone();
        json["apiVersion"] = Stored.ApiVersion;
        foreach (var (core, newer) in Names)
            Rename(json, newer, core);
        return json;
    }

    private static void Rename(JsonObject json, string from, string to)
    {
        if (!json.Remove(from, out var value))
            return;
        json[to] = value;
    }
}
