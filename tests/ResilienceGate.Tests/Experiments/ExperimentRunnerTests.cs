using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Journals;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Faults;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Experiments;

/// <summary>What keeps an experiment from being carried out; carrying one out is <see cref="InjectionRunnerTests"/>.</summary>
public sealed class ExperimentRunnerTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private readonly LeapingClock _time = new(TimeSpan.FromMinutes(2));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_aim_beyond_the_blast_radius_refuses_the_experiment_and_touches_nothing()
    {
        var target = TestTarget.Create(cluster, 3);

        var (result, said) = await RunAsync(target, Drills.Kill(new Mode.All()));

        Assert.Contains("limits.max-pods of 50% allows 1", result.Refused, StringComparison.Ordinal);
        Assert.Empty(result.Injections);
        Assert.Contains("'a pod is killed' is not carried out: ", said, StringComparison.Ordinal);
        Assert.False(target.IsMarked("model-1"));
        Assert.Empty(
            Assert.Single((await Journal.FindAsync(cluster.Client, target.Namespace, Ct)).Readable).Document.Entries
        );
    }

    [Fact]
    public async Task An_aim_that_chance_forbids_makes_its_injection_void_and_says_so()
    {
        // All three on one node, which is the scheduler's doing, and no other node could take them.
        cluster.AddNode("alone");
        var target = TestTarget.Create(cluster, 3, "alone");

        var (result, said) = await RunAsync(target, Drills.Drain(new Mode.One(), repeat: 2));

        Assert.Null(result.Refused);
        Assert.Equal([1, 2], result.Injections.Select(i => i.Number));
        Assert.All(
            result.Injections,
            i => Assert.StartsWith("every node carries too many", i.Void, StringComparison.Ordinal)
        );
        Assert.Contains("Injection 2 of 'a node is drained' is void: every node", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_not_stable_is_not_hit()
    {
        var target = TestTarget.Create(cluster, 3);
        target.TakeOutOfEndpoints("model-2");

        var (result, said) = await RunAsync(target, Drills.Kill(repeat: 5));

        Assert.Empty(result.Injections);
        Assert.Equal(5, result.Planned);
        Assert.Equal("2 of 3 replicas were ready for users and 3 pods were there after 50 s", result.Unstable);
        Assert.Contains("ends after 0 of 5 injections", said, StringComparison.Ordinal);
        Assert.False(target.IsMarked("model-1"));
    }

    private async Task<(ExperimentResult Result, string Said)> RunAsync(TestTarget target, Experiment experiment)
    {
        await using var output = new StringWriter();
        var clock = new RunClock(_time);
        await using var watch = await target.WatchAsync(clock, Ct);
        var journal = await Journal.OpenAsync(
            cluster.Client,
            target.Namespace,
            Documents.Of("r1", target.Namespace),
            Ct
        );
        var record = new RunRecord();
        await using var progress = new PlainProgress(new ConsoleHost(output, isInteractive: false), _time);
        var runner = new ExperimentRunner(
            new Injectors(cluster.Client, "r1", target.Target, "agent:1", watch, _ => Task.CompletedTask, _time),
            new InjectionRunner(
                new InjectionFence(journal, () => true, _time),
                new Reverter(journal, record, _time),
                watch,
                new ProbeLog(),
                record,
                clock
            ),
            watch,
            new BlastRadius(target.Target.Replicas, MaxPercent: 50),
            new Random(1),
            progress
        );

        await runner.RunAsync(experiment, record.Begin(experiment), Ct);

        return (Assert.Single(record.Experiments), output.ToString());
    }
}
