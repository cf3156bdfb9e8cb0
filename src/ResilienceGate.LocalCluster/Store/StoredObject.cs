using System.Text.Json.Nodes;
using k8s;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>One state of one object. States are shared between readers, so <see cref="Json"/> is never changed.</summary>
internal sealed class StoredObject
{
    private readonly Lazy<ReadOnlyMemory<byte>> _utf8;
    private readonly Lazy<ReadOnlyMemory<byte>> _utf8Item;

    public StoredObject(ResourceType type, JsonObject json)
    {
        Type = type;
        Json = json;
        var metadata = json.Metadata;
        Namespace = metadata.Text("namespace");
        Name = metadata.Text("name") ?? "";
        Uid = metadata.Text("uid") ?? "";
        Revision = Revisions.Parse(metadata.Text("resourceVersion"));
        _utf8 = new(() => JsonText.Write(json));
        _utf8Item = new(() => JsonText.WriteWithout(json, "kind", "apiVersion"));
    }

    public ResourceType Type { get; }

    public string? Namespace { get; }

    public string Name { get; }

    public string Uid { get; }

    public long Revision { get; }

    public JsonObject Json { get; }

    /// <summary>The object as it goes over the wire, written once for all its readers.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.Value;

    /// <summary>The object as an item of a list of its kind, which says the kind once for all.</summary>
    public ReadOnlyMemory<byte> Utf8Item => _utf8Item.Value;

    public bool IsDeleting => Json.Metadata.ContainsKey("deletionTimestamp");

    public IReadOnlyList<string> Finalizers =>
        Json.Metadata["finalizers"] is JsonArray finalizers ? [.. finalizers.Select(f => f.Text())] : [];

    /// <summary>A typed copy that the caller may change.</summary>
    public T As<T>()
    {
        using var stream = new MemoryStream(Utf8.ToArray(), writable: false);
        return KubernetesJson.Deserialize<T>(stream);
    }
}
