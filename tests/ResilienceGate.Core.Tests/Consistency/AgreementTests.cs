using CsCheck;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Core.Tests.Consistency;

public sealed class AgreementTests
{
    private static readonly Gen<ReplicaState[]> Replicas = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1])
        .Array[1, 6]
        .Select(kinds =>
            kinds
                .Select(
                    (kind, i) =>
                        Some.Replica(
                            $"pod-{i}",
                            $"sha256:{kind.Item1}",
                            new Dictionary<string, Prediction> { ["r1"] = Some.Ranked(kind.Item2, 5, 6) }
                        )
                )
                .ToArray()
        );

    [Fact]
    public void Divergence_is_one_minus_the_share_of_the_largest_group() =>
        Replicas.Sample(replicas =>
        {
            var largest = replicas
                .GroupBy(replica => (replica.Digest, replica.Answers["r1"].Outputs[0].Numbers?[0]))
                .Max(group => group.Count());

            var divergence = Agreement.Of(Some.Oracle, replicas).Divergence;

            Assert.Equal(1 - ((double)largest / replicas.Length), divergence, 1e-12);
        });

    [Fact]
    public void The_order_of_the_replicas_does_not_matter() =>
        Replicas.Sample(replicas =>
            Assert.Equal(
                Agreement.Of(Some.Oracle, replicas).Majority,
                Agreement.Of(Some.Oracle, replicas.Reverse()).Majority
            )
        );

    [Fact]
    public void A_replica_that_could_not_be_asked_belongs_to_neither_side()
    {
        var agreement = Agreement.Of(
            Some.Oracle,
            [Some.Replica("a"), Some.Replica("b", "sha256:bb") with { Error = "refused" }]
        );

        Assert.Equal(["a"], agreement.Majority.Select(replica => replica.Pod));
        Assert.Empty(agreement.Others);
    }

    [Fact]
    public void The_truth_is_what_the_majority_answers()
    {
        var odd = new Dictionary<string, Prediction> { ["r1"] = Some.Ranked(9, 9, 9) };

        var truth = SelfTruth.Of(
            Some.Oracle,
            Some.Census(Census.SteadyState, Some.Replica("a", answers: odd), Some.Replica("b"), Some.Replica("c"))
        );

        Assert.Equal(Some.Truth, truth);
        Assert.Empty(SelfTruth.Of(Some.Oracle, new Census(Census.SteadyState, [])));
    }
}
