using CsCheck;
using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Tests.Models;

public sealed class TopKTests
{
    /// <summary>Few distinct scores, so that most lists have ties; now and then a NaN.</summary>
    private static readonly Gen<float[]> Scores = Gen.Int[0, 9]
        .Select(score => score is 9 ? float.NaN : score / 4f)
        .Array[1, 60];

    [Fact]
    public void It_selects_what_sorting_would() =>
        Gen.Select(Scores, Gen.Int[0, 60])
            .Sample(
                (scores, length) =>
                {
                    var k = Math.Min(length, scores.Length);
                    var best = new int[k];

                    TopK.Select(scores, best);

                    var sorted = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i);
                    Assert.Equal(sorted.Take(k), best);
                }
            );

    [Fact]
    public void Equal_scores_go_by_their_index()
    {
        var best = new int[3];

        TopK.Select([1, 2, 1, 2, 1], best);

        Assert.Equal([1, 3, 0], best);
    }
}
