using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Tests.Probes;

namespace ResilienceGate.Tests.Agents;

public sealed class ReplicaWatchTests
{
    [Fact]
    public async Task A_replica_is_asked_until_its_first_right_answer_and_not_beyond()
    {
        var asked = 0;
        await using var server = new TrapServer(_ =>
            Interlocked.Increment(ref asked) switch
            {
                1 => Traps.Reset,
                2 => Traps.Answer(503, "loading"),
                3 => Traps.Answer(
                    200,
                    """{"outputs":[{"name":"items","datatype":"INT64","shape":[3],"data":[9,9,9]}]}"""
                ),
                _ => Traps.Answer(200, Traps.Prediction),
            }
        );
        await using var probe = new RunningProbe(Idle(server.Address), TimeProvider.System);
        await probe.SayAsync(new ProbeCommand.Truth(Truth));

        await probe.SayAsync(new ProbeCommand.Replicas([new Replica("p", "u", server.Address)]));
        var first = await probe.NextAsync<ProbeRecord.FirstAnswer>();
        await probe.SayAsync(new ProbeCommand.Replicas([new Replica("p", "u", server.Address)]));
        await probe.SayAsync(new ProbeCommand.Stop());
        await probe.NextAsync<ProbeRecord.Bye>();

        Assert.Equal("u", first.Uid);
        Assert.InRange(first.When, probe.Records[0].At, first.At);
        Assert.Equal(4, asked);
        Assert.Equal([1, 2, 3, 4], server.Requests.Select(request => request.Connection));
        Assert.All(server.Requests, request => Assert.Equal(server.Address, request.Header("Host")));
    }

    [Fact]
    public async Task A_replica_that_left_is_dropped_and_one_that_comes_back_is_a_new_one()
    {
        var answers = false;
        var polled = new SemaphoreSlim(0);
        await using var server = new TrapServer(_ =>
        {
            polled.Release();
            return Volatile.Read(ref answers) ? Traps.Answer(200, Traps.Prediction) : Traps.Answer(503, "loading");
        });
        await using var probe = new RunningProbe(Idle(server.Address), TimeProvider.System);
        await probe.SayAsync(new ProbeCommand.Replicas([new Replica("p", "left", server.Address)]));
        await polled.WaitAsync(TestContext.Current.CancellationToken);

        await probe.SayAsync(new ProbeCommand.Replicas([]));
        await probe.SayAsync(new ProbeCommand.Ping(1));
        await probe.NextAsync<ProbeRecord.Pong>();
        Volatile.Write(ref answers, true);
        await probe.SayAsync(new ProbeCommand.Replicas([new Replica("p", "came", server.Address)]));

        Assert.Equal("came", (await probe.NextAsync<ProbeRecord.FirstAnswer>()).Uid);
        await probe.SayAsync(new ProbeCommand.Stop());
        await probe.NextAsync<ProbeRecord.Bye>();
        Assert.Single(probe.Records.OfType<ProbeRecord.FirstAnswer>());
    }

    private static Dictionary<string, Prediction> Truth { get; } =
        new[] { "a", "b" }.ToDictionary(
            id => id,
            _ => new Prediction([new Tensor { Name = "items", Numbers = [7, 8, 9] }])
        );

    private static ProbeConfiguration Idle(string service) => Configurations.For(service);
}
