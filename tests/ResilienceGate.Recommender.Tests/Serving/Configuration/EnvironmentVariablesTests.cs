using System.Net;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Serving.Configuration;

public sealed class EnvironmentVariablesTests
{
    [Fact]
    public void Without_variables_the_defaults_hold() =>
        Assert.Equal(new ServerOptions(), EnvironmentVariables.Read(_ => null));

    [Fact]
    public void An_empty_value_counts_as_none() =>
        Assert.Equal(new ServerOptions(), EnvironmentVariables.Read(_ => ""));

    [Fact]
    public void Every_variable_is_read()
    {
        var options = Read(
            ("LISTEN", "127.0.0.3:9000"),
            ("MODEL_NAME", "films"),
            ("MODEL_VERSION", "2.1"),
            ("CHECKPOINT", Environment.ProcessPath ?? ""),
            ("LOAD_TIME", "5s"),
            ("LAZY_LOAD", "true"),
            ("READINESS", "always"),
            ("SHUTDOWN", "abrupt"),
            ("DRAIN_TIME", "1m"),
            ("SEED", "per-pod")
        );

        Assert.Equal(
            new ServerOptions
            {
                Listen = IPEndPoint.Parse("127.0.0.3:9000"),
                ModelName = "films",
                ModelVersion = "2.1",
                Checkpoint = Environment.ProcessPath ?? "",
                LoadTime = TimeSpan.FromSeconds(5),
                LazyLoad = true,
                Readiness = ReadinessMode.Always,
                Shutdown = ShutdownMode.Abrupt,
                DrainTime = TimeSpan.FromMinutes(1),
                Seed = SeedMode.PerPod,
            },
            options
        );
    }

    [Theory]
    [InlineData("[::1]:8080")]
    [InlineData("10.0.0.1:0")]
    public void An_address_with_a_port_is_accepted(string listen) =>
        Assert.Equal(IPEndPoint.Parse(listen), Read(("LISTEN", listen)).Listen);

    [Theory]
    [InlineData("LISTEN", "8080")]
    [InlineData("LISTEN", ":8080")]
    [InlineData("LISTEN", "10.0.0.1")]
    [InlineData("LISTEN", "[::1]")]
    [InlineData("LISTEN", "::1")]
    [InlineData("LISTEN", "localhost:8080")]
    [InlineData("LISTEN", "$(POD_IP):8080")]
    [InlineData("LISTEN", "10.0.0.1:99999")]
    [InlineData("MODEL_NAME", "a/b")]
    [InlineData("MODEL_VERSION", "1 ")]
    [InlineData("CHECKPOINT", "/nowhere/at-all.ckpt")]
    [InlineData("LOAD_TIME", "5")]
    [InlineData("LAZY_LOAD", "yes")]
    [InlineData("READINESS", "Model")]
    [InlineData("SHUTDOWN", "kill")]
    [InlineData("DRAIN_TIME", "-1s")]
    [InlineData("SEED", "1")]
    public void A_wrong_value_is_refused_with_what_is_right(string name, string value)
    {
        var error = Assert.Throws<OptionsException>(() => Read((name, value)));

        Assert.StartsWith($"{name}={value} is wrong; it may be: ", error.Message, StringComparison.Ordinal);
    }

    private static ServerOptions Read(params (string Name, string Value)[] variables)
    {
        var values = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        return EnvironmentVariables.Read(values.GetValueOrDefault);
    }
}
