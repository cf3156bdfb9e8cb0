using System.Text;

namespace ResilienceGate.Hosts.AzureDevOps;

/// <summary>
/// <c>##vso[area.action key=value;key=value;]data</c>, escaped as azure-pipelines-task-lib (taskcommand.ts) does. The
/// percent sign is %AZP25: the agent leaves a plain %25 as it is.
/// </summary>
internal static class LoggingCommand
{
    public static string Format(string action, string data, params ReadOnlySpan<(string Key, string? Value)> properties)
    {
        var text = new StringBuilder("##vso[").Append(action);
        var separator = " ";
        foreach (var (key, value) in properties)
        {
            if (string.IsNullOrEmpty(value))
                continue;
            text.Append(separator).Append(key).Append('=').Append(EscapeProperty(value)).Append(';');
            separator = "";
        }
        return text.Append(']').Append(EscapeData(data)).ToString();
    }

    private static string EscapeData(string value) =>
        value
            .Replace("%", "%AZP25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string value) =>
        EscapeData(value).Replace("]", "%5D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
}
