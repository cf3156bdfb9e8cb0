namespace ResilienceGate.Tests.Hosts;

/// <summary>Variables of a process, as a test names them.</summary>
internal static class EnvironmentOf
{
    public static IReadOnlyDictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
