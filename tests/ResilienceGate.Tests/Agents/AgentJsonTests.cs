using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;
using ResilienceGate.Probes.HttpApi;
using ResilienceGate.Probes.OpenAi;
using ResilienceGate.Tests.Probes;

namespace ResilienceGate.Tests.Agents;

/// <summary>What one side writes, the other reads.</summary>
public sealed class AgentJsonTests
{
    private static readonly Prediction Answer = new([
        new Tensor { Name = "items", Numbers = [1, 2.5] },
        new Tensor { Name = "names", Texts = ["a", "\"b\""] },
    ]);

    [Fact]
    public void Every_command_survives_the_wire()
    {
        ProbeCommand[] commands =
        [
            new ProbeCommand.Ping(3),
            new ProbeCommand.Start(),
            new ProbeCommand.Replicas([new Replica("p", "u", "10.0.0.1:80")]),
            new ProbeCommand.Census(4),
            new ProbeCommand.Truth(new Dictionary<string, Prediction> { ["a"] = Answer }),
            new ProbeCommand.Stop(),
        ];

        foreach (var command in commands)
        {
            var line = JsonSerializer.Serialize(command, AgentJson.Default.ProbeCommand);
            var read = JsonSerializer.Deserialize(line, AgentJson.Default.ProbeCommand);

            Assert.DoesNotContain('\n', line);
            Assert.Equivalent(command, read, strict: true);
            Assert.IsType(command.GetType(), read);
        }
    }

    [Fact]
    public void Every_record_survives_the_wire()
    {
        var at = new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var interval = new ProbeRecord.Interval
        {
            Number = 1,
            At = at,
            Start = at,
            Sent = [10, 0],
            Good = [9, 0],
            Outcomes = new Dictionary<Outcome, int> { [Outcome.Good] = 9, [Outcome.Reset] = 1 },
            Latencies = "ab+/==",
            Streams = new StreamRecord("a", "b", "c"),
            Lateness = TimeSpan.FromMicroseconds(12),
        };
        var state = new ReplicaState
        {
            Pod = "p",
            Address = "10.0.0.1:80",
            Digest = "sha256:ab",
            Answers = new Dictionary<string, Prediction> { ["a"] = Answer },
        };
        ProbeRecord[] records =
        [
            new ProbeRecord.Hello("1.0") { Number = 1, At = at },
            new ProbeRecord.Pong(3) { Number = 2, At = at },
            interval,
            new ProbeRecord.FirstAnswer("u", at) { Number = 4, At = at },
            new ProbeRecord.CensusTaken(4, [state]) { Number = 5, At = at },
            new ProbeRecord.Ignored("why") { Number = 6, At = at },
            new ProbeRecord.Bye("why") { Number = 7, At = at },
        ];

        foreach (var record in records)
        {
            var line = JsonSerializer.Serialize(record, AgentJson.Default.ProbeRecord);
            var read = JsonSerializer.Deserialize(line, AgentJson.Default.ProbeRecord);

            Assert.DoesNotContain('\n', line);
            Assert.Equivalent(record, read, strict: true);
            Assert.IsType(record.GetType(), read);
        }
    }

    public static TheoryData<Oracle> Oracles =>
        [
            new Oracle.Exact(),
            new Oracle.Numeric(1e-5, 1e-8),
            new Oracle.Ranking(10, 0.99),
            new Oracle.Classification(0.01),
            new Oracle.Embedding(1e-4),
            new Oracle.Text(0.5),
        ];

    [Theory]
    [MemberData(nameof(Oracles))]
    public void A_configuration_survives_the_file(Oracle oracle)
    {
        var configuration = Configurations.For("10.0.0.1:80") with
        {
            Oracle = oracle,
            Options = new ProtocolOptions
            {
                Chat = new ChatOptions("/v1", TimeSpan.FromSeconds(5)),
                Http = new HttpExchange("PUT", "/a", ["A: b"], 201, "$.b", null),
            },
            Requests = [Clients.Request("a"), Clients.Request("b") with { Expected = Answer }],
        };

        var json = JsonSerializer.Serialize(configuration, AgentJson.Default.ProbeConfiguration);
        var read = JsonSerializer.Deserialize(json, AgentJson.Default.ProbeConfiguration);

        Assert.Equal(oracle, read?.Oracle);
        Assert.Equivalent(configuration.Options, read?.Options, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(read, AgentJson.Default.ProbeConfiguration));
        Assert.Equivalent(Answer, read?.Requests[1].Expected, strict: true);
    }

    [Theory]
    [InlineData("""{"kind":"psychic"}""")]
    [InlineData("""{"kind":"ranking","top":10}""")]
    [InlineData("3")]
    public void An_oracle_that_is_not_known_is_no_JSON_of_ours(string oracle)
    {
        var json = JsonSerializer
            .Serialize(Configurations.For("10.0.0.1:80"), AgentJson.Default.ProbeConfiguration)
            .Replace("""{"kind":"exact"}""", oracle, StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, AgentJson.Default.ProbeConfiguration));
    }
}
