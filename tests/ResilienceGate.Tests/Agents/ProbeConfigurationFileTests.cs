using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Tests.Probes;

namespace ResilienceGate.Tests.Agents;

public sealed class ProbeConfigurationFileTests : IDisposable
{
    private static readonly ProbeConfiguration Right = Configurations.For("10.0.0.1:80");

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("10.0.0.1:80")]
    [InlineData("[fd00::1]:8080")]
    [InlineData("recommender.shop.svc:8080")]
    public async Task What_is_right_is_read(string service) =>
        Assert.Equal(service, (await ReadAsync(Right with { Service = service })).Service);

    [Fact]
    public async Task What_the_probe_could_not_work_with_is_refused_with_a_remedy()
    {
        await Refused(Right with { Protocol = "telepathy" }, "use one of open-inference-v2");
        await Refused(Right with { Service = "10.0.0.1" }, "write it as 10.0.0.1:8080");
        await Refused(Right with { Service = "10.0.0.1:80/path" }, "write it as 10.0.0.1:8080");
        await Refused(Right with { Host = "a host" }, "service.namespace.svc:8080");
        await Refused(Right with { Rate = 0 }, "above 0");
        await Refused(Right with { Deadline = TimeSpan.FromMinutes(2) }, "up to 00:01:00");
        await Refused(Right with { Deadline = TimeSpan.Zero }, "up to 00:01:00");
        await Refused(Right with { SilenceLimit = TimeSpan.Zero }, "more than 0");
        await Refused(Right with { Requests = [] }, "at least one");
        await Refused(Right with { Requests = [new ProbeRequest("a", [])] }, "request 'a': no 'inputs'");
        await Refused(Right with { Requests = [Clients.Request("a"), Clients.Request("a")] }, "'a' is there twice");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"run":3}""")]
    public async Task What_is_no_configuration_is_refused(string text)
    {
        await File.WriteAllTextAsync(_path, text, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ProbeConfigurationException>(ReadAsync);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var e = await Assert.ThrowsAsync<ProbeConfigurationException>(() =>
            ProbeConfigurationFile.ReadAsync("no/such.json", TestContext.Current.CancellationToken)
        );

        Assert.Contains("no/such.json", e.Message, StringComparison.Ordinal);
        Assert.Contains("--config", e.Message, StringComparison.Ordinal);
    }

    private async Task Refused(ProbeConfiguration configuration, string remedy)
    {
        var e = await Assert.ThrowsAsync<ProbeConfigurationException>(() => ReadAsync(configuration));
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
    }

    private async Task<ProbeConfiguration> ReadAsync(ProbeConfiguration configuration)
    {
        var json = JsonSerializer.Serialize(configuration, AgentJson.Default.ProbeConfiguration);
        await File.WriteAllTextAsync(_path, json, TestContext.Current.CancellationToken);
        return await ReadAsync();
    }

    private Task<ProbeConfiguration> ReadAsync() =>
        ProbeConfigurationFile.ReadAsync(_path, TestContext.Current.CancellationToken);
}
