using System.Collections.Immutable;
using CsCheck;
using k8s.Models;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Targets;

namespace ResilienceGate.Tests.Faults;

public sealed class SelectionTests
{
    private static readonly Gen<Mode> Modes = Gen.OneOf(
        Gen.Const<Mode>(new Mode.One()),
        Gen.Const<Mode>(new Mode.All()),
        Gen.Int[1, 30].Select(Mode (n) => new Mode.Fixed(n)),
        Gen.Int[1, 100].Select(Mode (p) => new Mode.FixedPercent(p)),
        Gen.Int[1, 100].Select(Mode (p) => new Mode.RandomMaxPercent(p))
    );

    [Fact]
    public void No_choice_is_wider_than_the_blast_radius_or_hits_a_pod_that_does_not_serve() =>
        Gen.Select(Modes, Gen.Int[0, 20], Gen.Int[0, 5], Gen.Int[1, 25], Gen.Int[1, 100], Gen.Int)
            .Sample(
                (mode, serving, idle, replicas, percent, seed) =>
                {
                    var radius = new BlastRadius(replicas, percent);

                    var aim = PodSelection.Choose(mode, State(serving, idle), radius, new Random(seed));

                    Assert.True(aim.Pods.Count <= radius.MaxPods);
                    Assert.True(aim.Pods.Count <= mode.AtMost(serving));
                    Assert.True(100 * radius.MaxPods <= percent * replicas);
                    Assert.All(aim.Pods, p => Assert.True(p.IsServing));
                    Assert.Distinct(aim.Pods.Select(p => p.Uid));
                    Assert.Equal(aim.Refused is null, aim.Pods.Count > 0);
                }
            );

    [Fact]
    public void A_mode_within_the_radius_hits_as_many_as_it_says() =>
        Gen.Select(Modes.Where(m => m is not Mode.RandomMaxPercent), Gen.Int[1, 20], Gen.Int)
            .Sample(
                (mode, serving, seed) =>
                    Assert.Equal(
                        mode.AtMost(serving),
                        PodSelection
                            .Choose(mode, State(serving, idle: 2), new BlastRadius(serving, 100), new Random(seed))
                            .Pods.Count
                    )
            );

    [Fact]
    public void The_same_seed_chooses_the_same_pods_in_whatever_order_they_came() =>
        Gen.Select(Modes, Gen.Int[1, 20], Gen.Int)
            .Sample(
                (mode, serving, seed) =>
                {
                    var radius = new BlastRadius(serving, 100);
                    var state = State(serving, idle: 0);
                    var renamed = state with { Pods = Renumbered(state.Pods) };

                    Assert.Equal(
                        PodSelection.Choose(mode, state, radius, new Random(seed)).Names,
                        PodSelection.Choose(mode, renamed, radius, new Random(seed)).Names
                    );
                }
            );

    [Fact]
    public void Other_seeds_choose_every_pod_some_time() =>
        Assert.Equal(
            5,
            Enumerable
                .Range(0, 200)
                .SelectMany(seed =>
                    PodSelection
                        .Choose(new Mode.One(), State(5, 0), new BlastRadius(5, 50), new Random(seed))
                        .Pods.Select(p => p.Name)
                )
                .Distinct()
                .Count()
        );

    [Fact]
    public void A_random_share_draws_every_number_up_to_its_most()
    {
        var counts = Enumerable
            .Range(0, 200)
            .Select(seed =>
                PodSelection
                    .Choose(new Mode.RandomMaxPercent(60), State(5, 0), new BlastRadius(5, 60), new Random(seed))
                    .Pods.Count
            );

        Assert.Equal([1, 2, 3], counts.Distinct().Order());
    }

    [Theory]
    [InlineData(3, 50, 1)]
    [InlineData(3, 100, 3)]
    [InlineData(3, 33, 0)]
    [InlineData(3, 34, 1)]
    [InlineData(1, 99, 0)]
    public void The_radius_is_rounded_down(int replicas, int percent, int most) =>
        Assert.Equal(most, new BlastRadius(replicas, percent).MaxPods);

    [Fact]
    public void A_radius_that_refuses_says_what_to_do() =>
        Assert.Equal(
            "it would take 2 of 3 pods, and limits.max-pods of 50% allows 1; run more replicas, or raise limits.max-pods",
            new BlastRadius(3, 50).Refuses(2)
        );

    /// <summary>The same pods under other UIDs, and so in another order of the dictionary.</summary>
    private static ImmutableDictionary<string, PodTimes> Renumbered(ImmutableDictionary<string, PodTimes> pods) =>
        pods.Values.ToImmutableDictionary(p => $"x{p.Uid}", p => p with { Uid = $"x{p.Uid}" });

    private static TargetState State(int serving, int idle) =>
        new(
            serving,
            Enumerable
                .Range(0, serving + idle)
                .Select(i => new PodTimes
                {
                    Uid = $"uid-{i}",
                    Name = $"model-{i}",
                    Now = new V1Pod(),
                    Created = DateTimeOffset.UnixEpoch,
                    IsEndpoint = i < serving,
                })
                .ToImmutableDictionary(p => p.Uid)
        );
}
