using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Serving;

/// <summary>A server with the default options, for tests that only ask.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private RunningServer? server;

    internal RunningServer Server => server ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(new ServerOptions());

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
