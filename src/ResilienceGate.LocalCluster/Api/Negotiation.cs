using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ResilienceGate.LocalCluster.Store;
using V1Status = k8s.Models.V1Status;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>Reads what a client accepts. Only JSON is written; a client that also names protobuf gets JSON.</summary>
internal static class Negotiation
{
    /// <exception cref="StatusException">NotAcceptable when no JSON is accepted.</exception>
    public static Representation Accepted(HttpRequest request)
    {
        var accepted = MediaTypes(request);
        if (accepted.Count == 0)
            return Representation.Object;
        foreach (var media in accepted.Where(IsJson))
        {
            switch (Parameter(media, "as"))
            {
                case null:
                    return Representation.Object;
                case "Table" when Parameter(media, "g") is "meta.k8s.io" && Parameter(media, "v") is "v1":
                    return Representation.Table;
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when Parameter(media, "v") is "v1":
                    return Representation.Metadata;
                default:
                    continue;
            }
        }
        throw new StatusException(
            new V1Status
            {
                ApiVersion = "v1",
                Kind = "Status",
                Metadata = new(),
                Status = "Failure",
                Message = "only the following media types are accepted: application/json",
                Reason = "NotAcceptable",
                Code = 406,
            }
        );
    }

    /// <summary>Whether the client asks for discovery in one document.</summary>
    public static bool WantsAggregatedDiscovery(HttpRequest request) =>
        MediaTypes(request)
            .Where(IsJson)
            .Select(m => Parameter(m, "as") is "APIGroupDiscoveryList" && Parameter(m, "v") is "v2")
            .FirstOrDefault();

    private static IList<MediaTypeHeaderValue> MediaTypes(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var parsed) ? parsed : [];

    private static bool IsJson(MediaTypeHeaderValue media) =>
        media.MediaType.Value is "application/json" or "*/*" or "application/*";

    private static string? Parameter(MediaTypeHeaderValue media, string name) =>
        media.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.Ordinal))?.Value.Value;
}
