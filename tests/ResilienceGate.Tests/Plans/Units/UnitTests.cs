using CsCheck;
using ResilienceGate.Plans;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Tests.Plans.Units;

public sealed class UnitTests
{
    /// <summary>Characters that units are made of, so that random texts come close to right ones.</summary>
    private static readonly Gen<string> NearlyUnits = Gen.OneOf(
        Gen.String,
        Gen.Char["0123456789.hms/%p<>=- forability\n"].Array[0, 20].Select(c => new string(c))
    );

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("20s", 20_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0s", 0)]
    public void A_duration_is_read(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text).Value);

    [Theory]
    [InlineData("20", "has no unit")]
    [InlineData("", "is not a duration")]
    [InlineData("s", "is not a duration")]
    [InlineData("-1s", "is not a duration")]
    [InlineData("1 s", "is not a duration")]
    [InlineData("1d", "is not a duration")]
    [InlineData("20s\n", "is not a duration")]
    [InlineData("999999999h999999999h999999999h", "is longer than any run")]
    public void A_wrong_duration_is_told(string text, string problem) =>
        Assert.StartsWith(problem, Durations.Parse(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_duration_written_is_read_as_it_was() =>
        Gen.Long[0, 1_000_000_000]
            .Select(ms => TimeSpan.FromMilliseconds(ms))
            .Sample(duration => Durations.Parse(Durations.Format(duration)) == duration);

    [Theory]
    [InlineData("100/s", 100)]
    [InlineData("6000/m", 100)]
    [InlineData("0.5/s", 0.5)]
    public void A_rate_is_read(string text, double perSecond) => Assert.Equal(perSecond, Rates.Parse(text).Value);

    [Fact]
    public void A_rate_written_is_read_as_it_was() =>
        Gen.Int[1, 1_000_000]
            .Select(thousandths => thousandths / 1000.0)
            .Sample(rate => Rates.Parse(Rates.Format(rate)) == rate);

    [Theory]
    [InlineData("99.9%", "%", 0.999)]
    [InlineData("0.2pp", "pp", 0.002)]
    [InlineData("100%", "%", 1)]
    public void A_share_is_the_fraction_that_it_names(string text, string unit, double share) =>
        Assert.Equal(share, Shares.Parse(text, unit).Value);

    [Fact]
    public void A_share_written_is_read_as_it_was() =>
        Gen.Int[0, 1_000_000]
            .Select(millionths => (double)(millionths / 1_000_000m))
            .Sample(share => Shares.Parse(Shares.Format(share), "%") == share);

    [Fact]
    public void An_abort_condition_written_is_read_as_it_was() =>
        Gen.Select(
                Gen.Int[1, 10_000],
                Gen.Int[10, 36_000],
                (share, tenths) => new AbortCondition((double)(share / 10_000m), TimeSpan.FromSeconds(tenths / 10.0))
            )
            .Sample(condition => AbortConditions.Parse(condition.ToString()).Value == condition);

    [Theory]
    [InlineData("availability <50% for 30s")]
    [InlineData("availability < 50% for 30s")]
    public void An_abort_condition_is_read_with_and_without_its_space(string text) =>
        Assert.Equal(new AbortCondition(0.5, TimeSpan.FromSeconds(30)), AbortConditions.Form.Parse(text).Value);

    [Theory]
    [InlineData("availability < for 30s")]
    [InlineData("availability < 50%")]
    [InlineData("availability < 50% for ")]
    [InlineData("availability < 50% for 999ms")]
    [InlineData("availability < 0% for 30s")]
    [InlineData("availability < 101% for 30s")]
    [InlineData(" for availability <")]
    public void A_wrong_abort_condition_is_told(string text) =>
        Assert.NotNull(AbortConditions.Form.Parse(text).Problem);

    [Fact]
    public void Any_text_is_a_value_or_has_a_problem() =>
        NearlyUnits.Sample(text =>
            IsEither(Durations.Between("1ms", "1h", "1s"), text)
            && IsEither(Rates.Between(1, 100, "1/s"), text)
            && IsEither(Shares.Percent(100, "1%"), text)
            && IsEither(Shares.Points("1pp"), text)
            && IsEither(Shares.WholePercent("1%"), text)
            && IsEither(Comparisons.AtLeastShare, text)
            && IsEither(Comparisons.AtMostDuration, text)
            && IsEither(AbortConditions.Form, text)
            && IsEither(Graces.Form, text)
            && IsEither(Workloads.Form, text)
            && IsEither(Services.Form, text)
            && IsEither(Names.Image, text)
            && IsEither(new NumberForm<int>(0, 9, 1), text)
            && IsEither(new NumberForm<double>(0, 9, 1), text)
        );

    private static bool IsEither<T>(ScalarForm<T> form, string text) =>
        form.Parse(text) is var parsed
        && (parsed.Problem is null ? parsed.Value is not null : parsed.Problem.Length > 10);
}
