using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;
using ResilienceGate.Probes.Load;

namespace ResilienceGate.Tests.Probes.Load;

public sealed class LoadLimitTests
{
    private static readonly PreparedRequest[] Requests =
    [
        .. Enumerable.Range(0, 5).Select(i => new PreparedRequest($"{i}", ReadOnlyMemory<byte>.Empty, Expected: null)),
    ];

    [Fact]
    public async Task Above_the_limit_of_requests_on_their_way_the_rest_is_shed_and_counted()
    {
        var client = new DeafClient();
        var profile = new LoadProfile
        {
            Rate = 100,
            Deadline = TimeSpan.FromSeconds(1),
            Seed = 1,
        };

        var intervals = await RunAsync(client, profile);

        Assert.Equal(profile.MaxInFlight, client.Asked.Count);
        Assert.Equal(600, intervals.Sum(interval => interval.Sent.Sum()));
        Assert.Equal(
            600 - profile.MaxInFlight,
            intervals.Sum(interval => interval.Outcomes.GetValueOrDefault(Outcome.Shed))
        );
    }

    [Fact]
    public async Task Requests_come_in_turn_in_an_order_that_the_seed_decides()
    {
        var profile = new LoadProfile
        {
            Rate = 100,
            Deadline = TimeSpan.FromSeconds(10),
            Seed = 1,
        };
        var (first, again, other) = (new DeafClient(), new DeafClient(), new DeafClient());

        await RunAsync(first, profile);
        await RunAsync(again, profile);
        await RunAsync(other, profile with { Seed = 2 });

        Assert.Equal(first.Asked, again.Asked);
        Assert.NotEqual(first.Asked, other.Asked);
        Assert.All(first.Asked.Chunk(5), turn => Assert.Equal(5, turn.Distinct(StringComparer.Ordinal).Count()));
    }

    private static async Task<IReadOnlyList<ProbeRecord.Interval>> RunAsync(DeafClient client, LoadProfile profile)
    {
        var time = new FakeTimeProvider();
        var clock = new ProbeClock(time);
        using var supervisor = new Supervisor();
        using var output = new MemoryStream();
        await using (var records = new RecordWriter(output, clock))
        {
            var sleep = new SteppedSleep(time, end: TimeSpan.FromSeconds(6), settle: TimeSpan.FromSeconds(1));
            var load = new LoadGenerator(
                client,
                Requests,
                profile,
                new AnswerJudge(new Oracle.Exact()),
                records,
                clock,
                new EndingSleep(sleep, client.AnswerAll),
                supervisor
            );
            await load.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        }

        return [.. LoadRun.Records(output.ToArray()).Cast<ProbeRecord.Interval>()];
    }

    /// <summary>Holds every request, deadline or not, until the load is over.</summary>
    private sealed class DeafClient : IModelClient
    {
        private readonly TaskCompletionSource _end = new();
        private int _warmUp;

        public List<string> Asked { get; } = [];

        public void AnswerAll() => _end.SetResult();

        public async ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct)
        {
            if (_warmUp++ >= 20)
            {
                Asked.Add(request.Id);
                await _end.Task;
            }

            return Reply.Failed<Answer>(Outcome.Reset, "deaf");
        }

        public ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct) =>
            throw new NotSupportedException("The load asks for no metadata.");

        public void Dispose() { }
    }

    private sealed class EndingSleep(SteppedSleep sleep, Action ended) : ISleep
    {
        public bool Until(long timestamp, CancellationToken ct)
        {
            var goesOn = sleep.Until(timestamp, ct);
            if (!goesOn)
                ended();
            return goesOn;
        }
    }
}
