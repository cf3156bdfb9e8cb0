using System.Net;
using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Serving;

public sealed class LoadTests
{
    private const string Metadata = "/v2/models/recommender";
    private const string ModelReady = "/v2/models/recommender/ready";
    private const string Request = """{"inputs":[{"name":"user","shape":[1],"datatype":"INT64","data":[17]}]}""";
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(5);

    private readonly SignallingTimeProvider time = new();

    [Fact]
    public async Task Until_the_model_is_loaded_the_server_is_live_but_not_ready()
    {
        await using var server = await RunningServer.ListenAsync(new ServerOptions { LoadTime = LoadTime }, time);
        await time.Waiting;

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2")).Status);
        foreach (var path in (string[])["/v2/health/ready", Metadata, ModelReady])
        {
            var (status, body) = await server.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("still loading", body.GetProperty("error").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.InferAsync(Request)).Status);

        time.Advance(LoadTime);
        await server.LoadedAsync();

        foreach (var path in (string[])["/v2/health/ready", Metadata, ModelReady])
            Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.InferAsync(Request)).Status);
    }

    [Fact]
    public async Task A_shallow_readiness_says_yes_while_the_model_is_loading()
    {
        await using var server = await RunningServer.ListenAsync(
            new ServerOptions { LoadTime = LoadTime, Readiness = ReadinessMode.Always },
            time
        );

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/ready")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync(ModelReady)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.InferAsync(Request)).Status);
    }

    [Fact]
    public async Task A_lazy_model_is_ready_at_once_and_its_first_request_waits_for_the_load()
    {
        await using var server = await RunningServer.ListenAsync(
            new ServerOptions { LoadTime = LoadTime, LazyLoad = true },
            time
        );
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/ready")).Status);
        Assert.False(time.Waiting.IsCompleted);

        var first = server.InferAsync(Request);
        await time.Waiting;
        Assert.False(first.IsCompleted);
        time.Advance(LoadTime);

        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.InferAsync(Request)).Status);
    }

    [Fact]
    public async Task A_request_that_waits_for_a_load_is_told_when_the_shutdown_ends_it()
    {
        await using var server = await RunningServer.ListenAsync(
            new ServerOptions { LoadTime = LoadTime, LazyLoad = true },
            time
        );
        var first = server.InferAsync(Request);
        await time.Waiting;

        server.Lifetime.StopApplication();

        var (status, body) = await first;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("the server is shutting down", body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_used_ends_the_server()
    {
        var path = Path.GetTempFileName();
        await using var server = await RunningServer.StartAsync(new ServerOptions { Checkpoint = path });

        Assert.True(server.Lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.Contains($"{path}: not a checkpoint", server.Host.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.InferAsync(Request)).Status);
        File.Delete(path);
    }

    [Fact]
    public async Task With_a_seed_per_pod_replicas_disagree()
    {
        var options = new ServerOptions { Seed = SeedMode.PerPod };
        await using var one = await RunningServer.StartAsync(options);
        await using var other = await RunningServer.StartAsync(options);

        string?[] digests = [await DigestAsync(one), await DigestAsync(other), ShippedModel.Digest];

        Assert.Equal(3, digests.Distinct().Count());
    }

    [Fact]
    public async Task Damage_in_memory_shows_in_the_digest_and_in_the_answers()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions());
        var model = await server.Host.GetAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(model);

        Array.Fill(model.Tensors.Single(tensor => tensor.Name is TensorNames.ItemFactors).Values, float.NaN, 0, 3200);

        Assert.NotEqual(ShippedModel.Digest, await DigestAsync(server));
        var (status, body) = await server.InferAsync(Request.Replace("]}]", "]}],\"parameters\":{\"k\":1200}"));
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("not finite", body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_and_version_are_what_the_options_say()
    {
        await using var server = await RunningServer.StartAsync(
            new ServerOptions { ModelName = "films", ModelVersion = "2" }
        );

        var (status, body) = await server.PostAsync("/v2/models/films/versions/2/infer", Request);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("films", body.GetProperty("model_name").GetString());
        Assert.Equal("2", body.GetProperty("model_version").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync(Metadata)).Status);
    }

    private static async Task<string?> DigestAsync(RunningServer server) =>
        (await server.GetAsync(Metadata)).Body.GetProperty("parameters").GetProperty("digest").GetString();
}
