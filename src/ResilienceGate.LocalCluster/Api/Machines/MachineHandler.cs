using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Machines;

/// <summary>
/// Answers <c>/machines</c>, which a real cluster does not have: how the machines are, the power of each
/// (<c>POST /machines/NODE/on</c>, <c>/off</c>), and the end of all (<c>DELETE /machines</c>).
/// </summary>
internal sealed class MachineHandler(IMachineRoom room)
{
    private const string Root = "/machines";

    /// <returns>False when the path is none of its own.</returns>
    /// <exception cref="StatusException">No such node, or no such thing to do with it.</exception>
    public async Task<bool> TryHandleAsync(HttpContext context, string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal))
            return false;
        var ct = context.RequestAborted;
        switch (context.Request.Method, path[Root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case ("GET", []):
                break;
            case ("DELETE", []):
                room.ShutDown();
                break;
            case ("POST", [var node, "on"]):
                await CheckAsync(node, room.TurnOnAsync(node, ct));
                break;
            case ("POST", [var node, "off"]):
                await CheckAsync(node, room.CutPowerAsync(node, ct));
                break;
            default:
                return false;
        }

        var report = JsonSerializer.SerializeToUtf8Bytes(room.Report(), JsonSerializerOptions.Web);
        await context.Response.WriteAsync(200, report, ct);
        return true;
    }

    private static async Task CheckAsync(string node, Task<bool> switched)
    {
        if (!await switched)
            throw StatusException.NotFound(ResourceTypes.Nodes, node);
    }
}
