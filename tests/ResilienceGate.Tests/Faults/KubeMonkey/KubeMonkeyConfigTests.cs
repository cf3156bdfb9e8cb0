using ResilienceGate.Faults.KubeMonkey;

namespace ResilienceGate.Tests.Faults.KubeMonkey;

public sealed class KubeMonkeyConfigTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void What_counts_here_is_read_and_the_rest_is_left_alone()
    {
        var read = Read(
            """
            [kubemonkey]
            dry_run = false
            run_hour = 8
            start_hour = 9
            end_hour = 12
            graceperiod_sec = 20
            blacklisted_namespaces = ["kube-system", "billing"]
            whitelisted_namespaces = ["shop"]
            time_zone = "Europe/Berlin"
            [debug]
            enabled = true
            """
        ).Value;

        Assert.NotNull(read);
        Assert.Equal(TimeSpan.FromSeconds(20), read.Grace);
        Assert.Equal((9, 12), (read.StartHour, read.EndHour));
        Assert.Equal(["kube-system", "billing"], read.Forbidden);
        Assert.Equal(["shop"], read.Allowed);
    }

    [Fact]
    public void What_is_left_out_is_as_in_kube_monkey()
    {
        var read = Read("[kubemonkey]\nwhitelisted_namespaces = [\"\"]\n").Value;

        Assert.NotNull(read);
        Assert.Equal(TimeSpan.FromSeconds(5), read.Grace);
        Assert.Equal((10, 16), (read.StartHour, read.EndHour));
        Assert.Equal(["kube-system"], read.Forbidden);
        Assert.Empty(read.Allowed);
    }

    [Theory]
    [InlineData("[kubemonkey]\ndry_run = true", "says dry_run = true")]
    [InlineData("[kubemonkey]\nstart_hour = 17", "kills from 17 to 16 h")]
    [InlineData("[kubemonkey", "is not valid TOML")]
    public void What_cannot_be_carried_out_is_told(string text, string says) =>
        Assert.Contains(says, Read(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.Contains(
            "cannot be read",
            KubeMonkeyConfig.Read("/nowhere/config.toml").Problem,
            StringComparison.Ordinal
        );

    private ResilienceGate.Plans.Forms.Parsed<KubeMonkeyConfig> Read(string text)
    {
        File.WriteAllText(_file, text);
        return KubeMonkeyConfig.Read(_file);
    }
}
