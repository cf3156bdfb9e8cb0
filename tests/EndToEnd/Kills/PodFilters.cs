using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ResilienceGate.EndToEnd.Kills;

/// <summary>The packet filters of all pods of an embedded cluster.</summary>
internal sealed partial class PodFilters(ClusterProcesses processes)
{
    /// <summary>The rules of faults, of those that have an effect and of those whose time is over.</summary>
    public async Task<(IReadOnlyList<string> Live, IReadOnlyList<string> Expired)> RulesAsync(CancellationToken ct)
    {
        var outside = processes.First.Network;
        var networks = processes
            .List()
            .Where(p => p.Network.Length > 0 && p.Network != outside)
            .GroupBy(p => p.Network)
            .Select(n => n.First().Id);
        var listed = await Task.WhenAll(networks.Select(id => ListAsync(id, ct)));
        var rules = listed.SelectMany(l => l).Where(l => l.StartsWith("-A", StringComparison.Ordinal)).ToLookup(IsLive);
        return ([.. rules[true]], [.. rules[false]]);
    }

    private static async Task<IEnumerable<string>> ListAsync(int process, CancellationToken ct)
    {
        var start = new ProcessStartInfo(
            "nsenter",
            ["-t", process.ToString(CultureInfo.InvariantCulture), "-n", "iptables-save"]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            // Of a process that has ended meanwhile there is no network any more.
            RedirectStandardError = true,
        };
        using var save = Process.Start(start) ?? throw new InvalidOperationException("nsenter did not start.");
        var error = save.StandardError.ReadToEndAsync(ct);
        var lines = (await save.StandardOutput.ReadToEndAsync(ct)).Split('\n');
        await error;
        await save.WaitForExitAsync(ct);
        return lines.Where(l => l.Contains("RG-", StringComparison.Ordinal));
    }

    /// <summary>A rule without an end would be for ever.</summary>
    private static bool IsLive(string rule) =>
        Stop().Match(rule) is not { Success: true } stop
        || DateTimeOffset.Parse(stop.Groups["at"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            > TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1);

    [GeneratedRegex(@"--datestop (?<at>\S+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stop();
}
