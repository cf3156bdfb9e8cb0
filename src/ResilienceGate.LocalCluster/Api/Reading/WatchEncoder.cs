using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using k8s.Models;
using ResilienceGate.LocalCluster.Api.Tables;
using ResilienceGate.LocalCluster.Store;
using WatchEventType = ResilienceGate.LocalCluster.Store.WatchEventType;

namespace ResilienceGate.LocalCluster.Api.Reading;

/// <summary>Writes the events of one watch in the form that its client asked for.</summary>
internal sealed class WatchEncoder(
    ResourceView view,
    Representation representation,
    TableOptions tableOptions,
    TableWriter tables
)
{
    private bool _headed;

    public void Write(PipeWriter body, WatchEventType type, StoredObject shown)
    {
        var name = type switch
        {
            WatchEventType.Added => "ADDED"u8,
            WatchEventType.Modified => "MODIFIED"u8,
            _ => "DELETED"u8,
        };
        WriteEvent(body, name, Encode(shown).Span);
    }

    /// <summary>Tells the client how far it has seen, though nothing it watches has changed.</summary>
    public void WriteBookmark(PipeWriter body, long revision, bool endsInitialEvents)
    {
        var metadata = new JsonObject { ["resourceVersion"] = Revisions.Format(revision) };
        if (endsInitialEvents)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var bookmark = new JsonObject
        {
            ["kind"] = view.Served.Kind,
            ["apiVersion"] = view.Served.ApiVersion,
            ["metadata"] = metadata,
        };
        var encoded =
            representation is Representation.Object
                ? JsonText.Write(bookmark)
                : Encode(new StoredObject(view.Served, bookmark));
        WriteEvent(body, "BOOKMARK"u8, encoded.Span);
    }

    public static void WriteError(PipeWriter body, V1Status status) =>
        WriteEvent(body, "ERROR"u8, JsonText.Write(StatusJson.Write(status)).Span);

    private static void WriteEvent(PipeWriter body, ReadOnlySpan<byte> type, ReadOnlySpan<byte> encoded)
    {
        body.Write("{\"type\":\""u8);
        body.Write(type);
        body.Write("\",\"object\":"u8);
        body.Write(encoded);
        body.Write("}\n"u8);
    }

    private ReadOnlyMemory<byte> Encode(StoredObject shown)
    {
        switch (representation)
        {
            case Representation.Table:
                // Only the first table names its columns.
                var options = tableOptions with
                {
                    Headed = !_headed,
                };
                _headed = true;
                return JsonText.Write(
                    tables.Write(view.Served, [shown], shown.Json.Metadata.Text("resourceVersion"), options)
                );
            case Representation.Metadata:
                return JsonText.Write(PartialMetadata.Of(shown));
            default:
                return shown.Utf8;
        }
    }
}
