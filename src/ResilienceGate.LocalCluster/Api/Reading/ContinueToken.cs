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

    /// <returns>The last object of the page before.</returns>
    public static ObjectKey Read(string token)
    {
        var buffer = new byte[token.Length];
        if (
            Convert.TryFromBase64String(token, buffer, out var length)
            && JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length)) is JsonObject read
        )
            return new ObjectKey(read.Text("ns") ?? "", read.Text("name") ?? "");
        throw StatusException.BadRequest("continue key is not valid");
    }
}
