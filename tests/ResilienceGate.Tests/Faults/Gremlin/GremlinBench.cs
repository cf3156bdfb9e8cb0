using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults.Gremlin;

/// <summary>A Gremlin, and who asks it.</summary>
internal sealed class GremlinBench : IDisposable
{
    public GremlinBench(params (string Name, string Value)[] environment)
    {
        var variables =
            environment.Length > 0
                ? environment.ToDictionary(v => v.Name, v => v.Value)
                : new Dictionary<string, string>
                {
                    [GremlinAccount.KeyVariable] = FakeGremlin.Key,
                    [GremlinAccount.TeamVariable] = "team-1",
                };
        Api = new GremlinApi(
            Gremlin,
            GremlinAccount.From(variables) ?? throw new ArgumentException("No key.", nameof(environment)),
            Time
        );
    }

    public FakeGremlin Gremlin { get; } = new();

    public LeapingClock Time { get; } = new();

    public GremlinApi Api { get; }

    public void Dispose() => Api.Dispose();
}
