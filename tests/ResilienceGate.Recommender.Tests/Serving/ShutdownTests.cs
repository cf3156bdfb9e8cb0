using System.Net;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Serving;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Readiness_ends_as_soon_as_the_shutdown_begins()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions());

        server.Lifetime.StopApplication();

        var (status, body) = await server.GetAsync("/v2/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("the server is shutting down", body.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/live")).Status);
    }

    [Fact]
    public async Task A_shallow_readiness_says_yes_during_shutdown()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { Readiness = ReadinessMode.Always });

        server.Lifetime.StopApplication();

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task A_request_in_flight_is_finished()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions());
        using var request = await HalfSentRequest.SendAsync(server.Address);

        var stopping = server.StopAsync();

        Assert.False(stopping.IsCompleted);
        Assert.Equal("HTTP/1.1 200 OK", await request.FinishAsync());
        await stopping;
    }

    [Fact]
    public async Task A_request_that_outlasts_the_drain_time_is_cut_off()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { DrainTime = TimeSpan.Zero });
        using var request = await HalfSentRequest.SendAsync(server.Address);

        await server.StopAsync();

        Assert.Equal("", await request.ReadStatusAsync());
    }
}
