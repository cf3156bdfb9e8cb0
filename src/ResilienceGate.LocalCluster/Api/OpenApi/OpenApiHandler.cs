using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.OpenApi;

/// <summary>Answers <c>/openapi/v3</c>: an index, and a description for each group and version.</summary>
internal sealed class OpenApiHandler(ResourceRegistry registry)
{
    private const string Root = "/openapi/v3";

    /// <summary>The built-in groups never change, and clients ask for them with every apply.</summary>
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _builtIn = new(StringComparer.Ordinal);

    /// <returns>False for a path that describes nothing.</returns>
    public async Task<bool> TryHandleAsync(HttpContext context, string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal))
            return false;
        var ct = context.RequestAborted;
        var target = path[Root.Length..].Trim('/');
        if (target.Length == 0)
        {
            await context.Response.WriteAsync(200, Index(), ct);
            return true;
        }
        List<ResourceType> types = [.. Types().Where(t => string.Equals(PathOf(t), target, StringComparison.Ordinal))];
        if (types.Count == 0)
            return false;
        await context.Response.WriteAsync(200, Describe(target, types), ct);
        return true;
    }

    private static string PathOf(ResourceType type) =>
        type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";

    private IEnumerable<ResourceType> Types() => registry.All.Select(v => v.Served);

    private JsonObject Index()
    {
        JsonObject paths = [];
        foreach (var group in Types().GroupBy(PathOf, StringComparer.Ordinal))
        {
            // The hash lets clients keep what they have read.
            var hash = Convert.ToHexString(SHA256.HashData(Describe(group.Key, [.. group]).Span)[..16]);
            paths[group.Key] = new JsonObject { ["serverRelativeURL"] = $"{Root}/{group.Key}?hash={hash}" };
        }
        return new JsonObject { ["paths"] = paths };
    }

    private ReadOnlyMemory<byte> Describe(string path, List<ResourceType> types)
    {
        if (types.TrueForAll(t => t.Model is not null))
            return _builtIn.GetOrAdd(path, _ => JsonText.Write(new OpenApiDocument(types, _ => null).Write()));
        return JsonText.Write(new OpenApiDocument(types, registry.Definition).Write());
    }
}
