using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Serving.Configuration;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("5s", 5_000)]
    [InlineData("250ms", 250)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("24h", 86_400_000)]
    [InlineData("500us", 0.5)]
    public void A_duration_is_read(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("-5s")]
    [InlineData("5sec")]
    [InlineData("1.2.3s")]
    [InlineData("5s3")]
    [InlineData("25h")]
    [InlineData("20h20h")]
    [InlineData("99999999999999999999999999999999h")]
    public void Anything_else_is_refused(string text) => Assert.False(GoDuration.TryParse(text, out _));
}
