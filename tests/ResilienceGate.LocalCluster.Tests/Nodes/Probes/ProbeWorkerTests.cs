using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Nodes.Probes;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Probes;

public sealed class ProbeWorkerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedProber _prober = new();
    private readonly List<bool> _results = [];

    [Fact]
    public async Task A_failure_counts_when_it_came_as_often_in_a_row_as_its_threshold_says()
    {
        await RunAsync(Settings(failures: 3), [false, false, true, false, false, false]);
        Assert.Equal([true, false], _results);
    }

    [Fact]
    public async Task A_success_counts_when_it_came_as_often_in_a_row_as_its_threshold_says()
    {
        await RunAsync(Settings(successes: 2), [false, true, false, true, true]);
        Assert.Equal([false, false, true], _results);
    }

    [Fact]
    public async Task Tries_within_the_initial_delay_are_left_out()
    {
        var started = _clock.GetUtcNow();
        await RunAsync(Settings() with { InitialDelay = Second * 5, Period = Second * 2 }, [true, true]);
        Assert.Equal([Second * 6, Second * 8], _prober.Tries.Select(at => at - started));
    }

    [Fact]
    public async Task Without_a_delay_the_first_try_comes_at_once_and_the_next_after_the_period()
    {
        var started = _clock.GetUtcNow();
        await RunAsync(Settings() with { Period = Second * 10 }, [true, true, true]);
        Assert.Equal([TimeSpan.Zero, Second * 10, Second * 20], _prober.Tries.Select(at => at - started));
    }

    [Fact]
    public async Task Probing_ends_when_its_listener_has_heard_enough()
    {
        _prober.Outcomes.Writer.TryWrite(item: false);
        _prober.Clock = _clock;
        await new ProbeWorker(Settings(), _prober, _clock).RunAsync(
            _ => { },
            _ => false,
            TestContext.Current.CancellationToken
        );
        Assert.Single(_prober.Tries);
    }

    private static ProbeSettings Settings(int failures = 1, int successes = 1) =>
        new()
        {
            InitialDelay = TimeSpan.Zero,
            Period = Second,
            Timeout = Second,
            FailureThreshold = failures,
            SuccessThreshold = successes,
        };

    /// <summary>Runs the worker through the outcomes, a period for each.</summary>
    private async Task RunAsync(ProbeSettings settings, bool[] outcomes)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _prober.Clock = _clock;
        foreach (var outcome in outcomes)
            _prober.Outcomes.Writer.TryWrite(outcome);
        var worker = new ProbeWorker(settings, _prober, _clock);
        var run = worker.RunAsync(
            _ => { },
            result =>
            {
                _results.Add(result);
                return true;
            },
            ended.Token
        );
        while (!_prober.IsWaiting)
        {
            _clock.Advance(Second);
            await Task.Yield();
        }

        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private sealed class ScriptedProber : IProber
    {
        public Channel<bool> Outcomes { get; } = Channel.CreateUnbounded<bool>();

        public List<DateTimeOffset> Tries { get; } = [];

        public FakeTimeProvider Clock { get; set; } = new();

        /// <summary>The script is at its end.</summary>
        public bool IsWaiting { get; private set; }

        public async Task<ProbeOutcome> ProbeAsync(TimeSpan timeout, CancellationToken ct)
        {
            if (!Outcomes.Reader.TryRead(out var outcome))
            {
                IsWaiting = true;
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            }

            Tries.Add(Clock.GetUtcNow());
            return outcome ? ProbeOutcome.Success : ProbeOutcome.Failure("no");
        }
    }
}
