using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Tests.Probes;

namespace ResilienceGate.Tests.Agents;

public sealed class CensusTests
{
    [Fact]
    public async Task Every_replica_is_reported_and_what_is_broken_is_named()
    {
        await using var whole = new TrapServer(request => Model(request, Traps.Answer(200, Traps.Prediction)));
        await using var broken = new TrapServer(request => Model(request, Traps.Answer(500, "shard lost")));
        await using var unready = new TrapServer(request =>
            request.Line.StartsWith("GET /v2/models/recommender/ready ", StringComparison.Ordinal)
                ? Traps.Answer(400, "")
                : Model(request, Traps.Answer(200, Traps.Prediction))
        );

        var states = await TakeAsync(
            [
                new Replica("whole", "1", whole.Address),
                new Replica("broken", "2", broken.Address),
                new Replica("unready", "3", unready.Address),
            ],
            Configurations.For(whole.Address)
        );

        Assert.Equal(["whole", "broken", "unready"], states.Select(state => state.Pod));
        Assert.Equal([whole.Address, broken.Address, unready.Address], states.Select(state => state.Address));
        Assert.All(states, state => Assert.Equal("sha256:ab", state.Digest));
        Assert.Equal(["3", "2", "3"], states.Select(state => state.ModelVersion));

        Assert.Null(states[0].Error);
        Assert.Equal(["a", "b"], states[0].Answers.Keys.Order());
        Assert.Equal([7, 8, 9], states[0].Answers["a"].Outputs[0].Numbers);

        Assert.Equal(
            "request 'a': HTTP 500: shard lost; request 'b': HTTP 500: shard lost; 0 of 2 requests answered",
            states[1].Error
        );
        Assert.Equal("the model is not ready by its own account; 2 of 2 requests answered", states[2].Error);
    }

    [Fact]
    public async Task A_replica_that_fails_again_and_again_is_given_up()
    {
        await using var server = new TrapServer(_ => Traps.Reset);
        var configuration = Configurations.For(server.Address) with
        {
            Requests = [.. Enumerable.Range(0, 50).Select(i => Clients.Request($"{i}"))],
        };

        var state = Assert.Single(await TakeAsync([new Replica("p", "u", server.Address)], configuration));

        Assert.Contains("0 of 50 requests answered", state.Error, StringComparison.Ordinal);
        Assert.StartsWith("metadata: ", state.Error, StringComparison.Ordinal);
        Assert.Null(state.Digest);
    }

    [Fact]
    public async Task A_replica_that_stalls_is_reported_when_its_deadline_is_over()
    {
        await using var server = new TrapServer(request => Model(request, Traps.Stall));
        var configuration = Configurations.For(server.Address) with { Deadline = TimeSpan.FromMilliseconds(200) };

        var state = Assert.Single(await TakeAsync([new Replica("p", "u", server.Address)], configuration));

        Assert.Contains("within the deadline", state.Error, StringComparison.Ordinal);
        Assert.Empty(state.Answers);
    }

    private static Trap Model(ReceivedRequest request, Trap infer) =>
        request.Line.StartsWith("POST ", StringComparison.Ordinal)
            ? infer
            : Traps.Answer(200, """{"name":"recommender","versions":["2"],"parameters":{"digest":"sha256:ab"}}""");

    private static async Task<IReadOnlyList<ReplicaState>> TakeAsync(
        IReadOnlyList<Replica> replicas,
        ProbeConfiguration configuration
    )
    {
        await using var probe = new RunningProbe(configuration, TimeProvider.System);
        await probe.SayAsync(new ProbeCommand.Replicas(replicas));
        await probe.SayAsync(new ProbeCommand.Census(4));
        var census = await probe.NextAsync<ProbeRecord.CensusTaken>();
        Assert.Equal(4, census.Id);
        return census.Replicas;
    }
}
