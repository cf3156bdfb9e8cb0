using System.Globalization;
using System.Security.Cryptography;

namespace ResilienceGate.LocalCluster;

/// <summary>
/// The name of one life of a cluster. It says which process that is, so that whoever finds something by this name can
/// tell whether its cluster still lives, by whatever death it may have died.
/// </summary>
/// <param name="Token">12 random digits, alone short enough for the name of a network interface.</param>
/// <param name="ProcessId">The cluster's process.</param>
/// <param name="StartTime">When that started, in ticks since the machine did: a process id may come again.</param>
internal sealed record ClusterId(string Token, int ProcessId, long StartTime)
{
    private const int TokenLength = 12;

    /// <summary>Of this process.</summary>
    public static ClusterId New()
    {
        var self = System.Environment.ProcessId;
        return new(RandomNumberGenerator.GetHexString(TokenLength, lowercase: true), self, ReadStartTime(self) ?? 0);
    }

    /// <returns>Null when the text is no such name.</returns>
    public static ClusterId? TryParse(string text) =>
        text.Split('-') is [{ Length: TokenLength } token, var process, var start]
        && token.All(char.IsAsciiHexDigitLower)
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
            ? new(token, processId, startTime)
            : null;

    /// <summary>To be asked only where the process would be seen: in its own PID namespace.</summary>
    public bool IsAlive => ReadStartTime(ProcessId) == StartTime;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Token}-{ProcessId}-{StartTime}");

    private static long? ReadStartTime(int process)
    {
        try
        {
            // proc(5): the name of the program, in parentheses, may hold anything; the 20th field after it is the start.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
