using CsCheck;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Measurements;

public sealed class OutageTests
{
    private static readonly DateTimeOffset Fault = Some.Noon;

    /// <summary>A letter a bin: b bad, c clean, - without traffic.</summary>
    private static List<Bin> Bins(string letters, double startSeconds = 0) =>
        [
            .. letters.Select(
                (letter, i) =>
                    new Bin(
                        Fault.AddSeconds(startSeconds) + (i * Bin.Width),
                        letter is '-' ? 0 : 10,
                        letter is 'c' ? 10 : 0
                    )
            ),
        ];

    private static Outage Measure(IReadOnlyList<Bin> bins) => Outage.Measure(bins, Fault, bins[^1].Start + Bin.Width);

    private static Outage Measure(string letters) => Measure(Bins(letters));

    private static string Clean(int bins) => new('c', bins);

    private static Outage Lasting(int bins, bool censored = false) => new(bins * Bin.Width, censored);

    private static readonly Gen<string> AnyBins = Gen.Char["bc-"].Array[1, 120].Select(letters => new string(letters));

    [Fact]
    public void Bad_bins_add_up_until_five_clean_seconds_follow() =>
        Assert.Equal(Lasting(3), Measure("cbbcb" + Clean(50) + "bbb" + Clean(50)));

    [Fact]
    public void A_bad_bin_starts_the_five_clean_seconds_anew() =>
        Assert.Equal(Lasting(3), Measure("b" + Clean(30) + "b" + Clean(30) + "b" + Clean(50)));

    [Fact]
    public void Clean_traffic_before_the_first_bad_bin_ends_nothing() =>
        Assert.Equal(Lasting(2), Measure(Clean(80) + "bb" + Clean(50)));

    [Fact]
    public void An_outage_that_was_not_followed_by_five_clean_seconds_is_censored() =>
        Assert.Equal(Lasting(2, censored: true), Measure("bb" + Clean(49)));

    [Fact]
    public void Bins_without_traffic_are_clean_between_clean_bins_alone()
    {
        Assert.Equal(Lasting(3, censored: true), Measure("bb" + Clean(49) + "-----b"));
        Assert.Equal(Lasting(2), Measure("bb" + Clean(1) + new string('-', 48) + Clean(1) + "b"));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void An_outage_of_ten_seconds_lasts_ten_seconds_at_any_rate(double rate)
    {
        var every = (int)(10 / rate);
        var bins = Enumerable
            .Range(0, 600)
            .Select(i => new Bin(Fault + (i * Bin.Width), i % every == 0 ? 1 : 0, i % every == 0 && i >= 100 ? 1 : 0))
            .ToList();

        Assert.Equal(Lasting(100), Measure(bins));
        Assert.Equal(Lasting(100), Measure(bins[..200]));
    }

    [Fact]
    public void No_bad_bin_is_no_outage() => Assert.Equal(Lasting(0), Measure(Clean(10)));

    [Fact]
    public void Only_bins_between_fault_and_end_count()
    {
        var bins = Bins("bbbbbbbb", startSeconds: -0.25);

        // The third bin is the one the fault falls into; the eighth would end after the observation.
        Assert.Equal(Lasting(5, censored: true), Outage.Measure(bins, Fault, Fault.AddSeconds(0.5)));
    }

    [Theory]
    [InlineData(100, 99, false)]
    [InlineData(100, 98, true)]
    [InlineData(700, 693, false)]
    [InlineData(10, 9, true)]
    [InlineData(0, 0, false)]
    public void A_bin_is_bad_below_99_percent(int sent, int good, bool bad) =>
        Assert.Equal(bad, new Bin(Fault, sent, good).IsBad);

    [Fact]
    public void The_order_of_the_bins_does_not_matter() =>
        Gen.Select(AnyBins, Gen.Int)
            .Sample(
                (letters, seed) =>
                {
                    var bins = Bins(letters);
                    var shuffled = bins.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    var end = bins[^1].Start + Bin.Width;
                    return Outage.Measure(shuffled, Fault, end) == Outage.Measure(bins, Fault, end);
                }
            );

    [Fact]
    public void A_missing_bin_is_a_bin_without_traffic() =>
        AnyBins.Sample(letters =>
        {
            var bins = Bins(letters);
            var end = bins[^1].Start + Bin.Width;
            return Outage.Measure(bins.Where(bin => bin.Sent > 0), Fault, end) == Outage.Measure(bins, Fault, end);
        });

    [Fact]
    public void A_bin_that_turns_bad_never_shortens_the_outage() =>
        Gen.Select(AnyBins, Gen.Int[0, 119])
            .Sample(
                (letters, at) =>
                {
                    var worse = letters.ToCharArray();
                    worse[at % worse.Length] = 'b';
                    var (before, after) = (Measure(letters), Measure(new string(worse)));

                    // It may not start earlier an outage that ends before the old one began.
                    return letters.IndexOf('b', StringComparison.Ordinal) > at % worse.Length
                        || after.Lasted >= before.Lasted;
                }
            );
}
