using System.Net;
using System.Text.Json.Nodes;
using k8s.Autorest;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

internal static class Refusal
{
    /// <returns>The Status with which the server refused.</returns>
    public static async Task<JsonObject> OfAsync(HttpStatusCode expected, Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(request);
        Assert.Equal(expected, refusal.Response.StatusCode);
        return Json.Object(refusal.Response.Content);
    }
}
