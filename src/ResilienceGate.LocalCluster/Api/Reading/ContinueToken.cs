using System.Text;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reading;

/// <summary>Where the next page of a list starts.</summary>
internal static class ContinueToken
{
    public static string Write(ObjectKey last, long revision)
    {
        var token = new JsonObject
        {
            ["v"] = "meta.k8s.io/v1",
            ["rv"] = revision,
            ["ns"] = last.Namespace,
            ["name"] = last.Name,
        };
        return Convert.ToBase64String(JsonText.Write(token).Span);
    }

    /// <returns>The last object of the page before, and the revision of the whole list.</returns>
    public static (ObjectKey Last, long Revision) Read(string token)
    {
        var buffer = new byte[token.Length];
        if (
            Convert.TryFromBase64String(token, buffer, out var length)
            && JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length)) is JsonObject read
        )
            return (new ObjectKey(read.Text("ns") ?? "", read.Text("name") ?? ""), read.Number("rv") ?? 0);
        throw StatusException.BadRequest("continue key is not valid");
    }
}
