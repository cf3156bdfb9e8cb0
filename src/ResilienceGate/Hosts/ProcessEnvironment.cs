using System.Collections;

namespace ResilienceGate.Hosts;

/// <summary>The one place where the variables of the process are read.</summary>
internal static class ProcessEnvironment
{
    public static IReadOnlyDictionary<string, string> Read() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
}
