using System.Text;

namespace ResilienceGate.Hosts.GitHub;

/// <summary>
/// <c>::name key=value,key=value::data</c>, escaped as <c>@actions/core</c> (command.ts) does and the runner undoes.
/// </summary>
internal static class WorkflowCommand
{
    public static string Format(string name, string data, params ReadOnlySpan<(string Key, string? Value)> properties)
    {
        var text = new StringBuilder("::").Append(name);
        var separator = ' ';
        foreach (var (key, value) in properties)
        {
            if (string.IsNullOrEmpty(value))
                continue;
            text.Append(separator).Append(key).Append('=').Append(EscapeProperty(value));
            separator = ',';
        }
        return text.Append("::").Append(EscapeData(data)).ToString();
    }

    private static string EscapeData(string value) =>
        value
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string value) =>
        EscapeData(value).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
