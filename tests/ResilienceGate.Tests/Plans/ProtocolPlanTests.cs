using ResilienceGate.Plans;
using ResilienceGate.Probes.HttpApi;
using ResilienceGate.Probes.OpenAi;

namespace ResilienceGate.Tests.Plans;

/// <summary>The protocols of the probe, each with its own keys.</summary>
public sealed class ProtocolPlanTests
{
    [Theory]
    [InlineData("kserve-v1")]
    [InlineData("tf-serving")]
    public void Rows_are_read_for_either_server(string protocol)
    {
        var probe = Read($"{protocol}\n  model: ranker", "rows.jsonl");

        Assert.Equal((protocol, "ranker"), (probe.Protocol, probe.Model));
        Assert.Equal([7, 8, 9], probe.Requests[1].Expected?.Outputs[0].Numbers);
    }

    [Fact]
    public void A_chat_has_a_model_with_an_organisation_and_a_longest_stall()
    {
        var probe = Read("openai\n  model: example/chat-7b\n  stall: 2s", "chat.jsonl");

        Assert.Equal(("openai", "example/chat-7b"), (probe.Protocol, probe.Model));
        Assert.Equal(new ChatOptions("/v1", TimeSpan.FromSeconds(2)), probe.Options.Chat);
        Assert.Equal(["yes"], probe.Requests[1].Expected?.Outputs[0].Texts);
    }

    [Fact]
    public void An_api_of_ones_own_is_described()
    {
        var probe = Read(
            "http\n  path: /score?k=3\n  method: PUT\n  status: 201\n  answer: $.items[*].id\n  health: /up\n  headers:\n    - \"X-Tenant: shop\"",
            "any.jsonl"
        );

        Assert.Equal(("http", "/score?k=3"), (probe.Protocol, probe.Model));
        Assert.Equivalent(
            new HttpExchange("PUT", "/score?k=3", ["X-Tenant: shop"], 201, "$.items[*].id", "/up"),
            probe.Options.Http,
            strict: true
        );
        Assert.Equal([7, 8], probe.Requests[1].Expected?.Outputs[0].Numbers);
    }

    [Theory]
    [InlineData("http\n  model: m\n  path: /a", "any.jsonl", "model means nothing with protocol: http")]
    [InlineData("http", "any.jsonl", "has no path; add `path: /predict`")]
    [InlineData("http\n  path: predict", "any.jsonl", "is not the path of a URL")]
    [InlineData("http\n  path: /a\n  answer: $.a[", "any.jsonl", "is no JSONPath")]
    [InlineData("http\n  path: /a\n  answer: a.b", "any.jsonl", "is not a JSONPath")]
    [InlineData("http\n  path: /a\n  headers: [\"Host: a\"]", "any.jsonl", "is a header that the probe sets itself")]
    [InlineData("http\n  path: /a\n  headers: [\"no colon\"]", "any.jsonl", "is not a header")]
    [InlineData("openai\n  model: m\n  stall: 1ms", "chat.jsonl", "stall")]
    [InlineData("tf-serving\n  model: m\n  stall: 1s", "rows.jsonl", "stall means nothing with protocol: tf-serving")]
    public void What_is_wrong_with_one_is_said(string protocol, string requests, string message) =>
        Assert.Contains(
            message,
            Assert.Single(Samples.Errors(Plan(protocol, requests))).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Requests_of_another_protocol_are_found_before_anything_is_sent() =>
        Assert.All(
            Samples.Errors(Plan("openai\n  model: m", "rows.jsonl")),
            error => Assert.Contains("no 'messages'", error.ToString(), StringComparison.Ordinal)
        );

    [Fact]
    public void Options_of_a_protocol_are_traffic_of_their_own()
    {
        const string Path = "http\n  path: /a";

        Assert.NotEqual(
            PlanHash.Of(Samples.Read(Plan(Path, "any.jsonl"))),
            PlanHash.Of(Samples.Read(Plan($"{Path}\n  answer: $.b", "any.jsonl")))
        );
    }

    private static ProbePlan Read(string protocol, string requests) => Samples.Read(Plan(protocol, requests)).Probe;

    private static string Plan(string protocol, string requests) =>
        Samples
            .Minimal.Replace("open-inference-v2\n  model: recommender", protocol, StringComparison.Ordinal)
            .Replace("requests.jsonl", requests, StringComparison.Ordinal);
}
