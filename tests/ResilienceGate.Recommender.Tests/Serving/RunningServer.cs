using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ResilienceGate.Recommender.Serving;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Serving;

/// <summary>The real server, in this process, on a free port.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly WebApplication app;

    private RunningServer(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = Address };
    }

    public HttpClient Client { get; }

    public Uri Address => new(app.Urls.Single());

    public ModelHost Host => app.Services.GetRequiredService<ModelHost>();

    public IHostApplicationLifetime Lifetime => app.Lifetime;

    /// <summary>Returns when it listens; the model may still be loading.</summary>
    public static async Task<RunningServer> ListenAsync(ServerOptions options, TimeProvider time)
    {
        var built = RecommenderServer.Build(options with { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, time);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(built);
    }

    /// <summary>Returns when the model is loaded.</summary>
    public static async Task<RunningServer> StartAsync(ServerOptions options)
    {
        var server = await ListenAsync(options, TimeProvider.System);
        await server.LoadedAsync();
        return server;
    }

    public Task LoadedAsync() => Host.ExecuteTask ?? Task.CompletedTask;

    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path) =>
        await ReadAsync(await Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    public Task<(HttpStatusCode Status, JsonElement Body)> InferAsync(string body) =>
        PostAsync("/v2/models/recommender/infer", body);

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = content,
        };
        // A server that refuses a large body resets a client that is still sending it; this one asks first.
        request.Headers.ExpectContinue = body.Length > 64 * 1024;
        return await ReadAsync(await Client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(Json, response.Content.Headers.ContentType);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (response.StatusCode, JsonElement.Parse(body));
        }
    }
}
