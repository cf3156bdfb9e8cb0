using System.Net;
using ResilienceGate.Faults.Gremlin;

namespace ResilienceGate.Tests.Faults.Gremlin;

public sealed class GremlinApiTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Pending", GremlinStage.Starting)]
    [InlineData("Running", GremlinStage.Running)]
    [InlineData("RollbackStarted", GremlinStage.Ending)]
    [InlineData("Successful", GremlinStage.Over)]
    [InlineData("UserHalted", GremlinStage.Over)]
    [InlineData("TargetNotFound", GremlinStage.NeverOn)]
    [InlineData("HaltFailed", GremlinStage.Lost)]
    [InlineData("LostCommunication", GremlinStage.Lost)]
    [InlineData("Sleeping", GremlinStage.Unknown)]
    [InlineData(null, GremlinStage.Unknown)]
    internal void A_stage_is_what_it_means(string? word, GremlinStage stage) =>
        Assert.Equal(stage, GremlinStages.Of(word));

    [Fact]
    public async Task A_question_is_asked_again_where_gremlin_is_in_trouble()
    {
        using var bench = new GremlinBench();
        bench.Gremlin.Next(HttpStatusCode.BadGateway);
        bench.Gremlin.DisconnectNext();

        Assert.Equal("Pending", await bench.Api.StageAsync(FakeGremlin.Attack, Ct));
        Assert.Equal(3, bench.Gremlin.Asked.Count);
    }

    [Fact]
    public async Task Who_is_told_to_wait_waits_as_long_as_he_is_told()
    {
        using var bench = new GremlinBench();
        bench.Gremlin.Next(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(2));
        var before = bench.Time.GetUtcNow();

        await bench.Api.StageAsync(FakeGremlin.Attack, Ct);

        Assert.Equal(TimeSpan.FromSeconds(2), bench.Time.GetUtcNow() - before);
    }

    [Fact]
    public async Task An_attack_whose_answer_is_lost_is_not_begun_again()
    {
        using var bench = new GremlinBench();
        bench.Gremlin.LoseNext();

        await Assert.ThrowsAsync<GremlinUnavailableException>(() => bench.Api.BeginAsync([], ["cpu"], Ct));

        Assert.Single(bench.Gremlin.Asked);
    }

    [Fact]
    public async Task An_attack_that_gremlin_had_no_room_for_is_begun_later()
    {
        using var bench = new GremlinBench();
        bench.Gremlin.Next(HttpStatusCode.TooManyRequests);
        bench.Gremlin.Next(HttpStatusCode.Created, FakeGremlin.Attack);

        Assert.Equal(FakeGremlin.Attack, await bench.Api.BeginAsync([], ["cpu"], Ct));
    }

    [Fact]
    public async Task An_answer_that_is_no_identity_says_that_an_attack_may_be_on()
    {
        using var bench = new GremlinBench();
        bench.Gremlin.Next(HttpStatusCode.Created, "<html>");

        var error = await Assert.ThrowsAsync<GremlinUnavailableException>(() => bench.Api.BeginAsync([], ["cpu"], Ct));

        Assert.Contains("did not say which", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task The_key_is_in_no_message_though_gremlin_repeats_it(HttpStatusCode code)
    {
        using var bench = new GremlinBench();
        for (var i = 0; i < 4; i++)
            bench.Gremlin.Next(code, $"not with {FakeGremlin.Key}");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => bench.Api.StageAsync(FakeGremlin.Attack, Ct));

        Assert.DoesNotContain(FakeGremlin.Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_told_with_its_variable()
    {
        using var bench = new GremlinBench((GremlinAccount.TokenVariable, "t"));

        var error = await Assert.ThrowsAsync<GateException>(() => bench.Api.TargetsAsync(Ct));

        Assert.Contains(GremlinAccount.KeyVariable, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GremlinAccount.KeyVariable, "k", "Key")]
    [InlineData(GremlinAccount.TokenVariable, "t", "Bearer")]
    [InlineData(GremlinAccount.KeyVariable, " ", null)]
    [InlineData("OTHER", "k", null)]
    public void The_environment_says_who_asks(string variable, string value, string? scheme) =>
        Assert.Equal(
            scheme,
            GremlinAccount.From(new Dictionary<string, string> { [variable] = value })?.Authorization.Scheme
        );
}
