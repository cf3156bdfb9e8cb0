using System.Text;
using System.Text.Json;
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
    /// <exception cref="StatusException">BadRequest when it is not one of this server's.</exception>
    public static (ObjectKey Last, long Revision) Read(string token)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(token));
            if (JsonNode.Parse(text) is JsonObject read)
                return (new ObjectKey(read.Text("ns") ?? "", read.Text("name") ?? ""), read.Number("rv") ?? 0);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Whoever wrote it, it was not this server.
        }
        throw StatusException.BadRequest("continue key is not valid");
    }
}
