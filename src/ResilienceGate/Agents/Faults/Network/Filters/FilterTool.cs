using System.ComponentModel;
using System.Diagnostics;

namespace ResilienceGate.Agents.Faults.Network.Filters;

/// <summary>iptables(8) of one protocol, IPv4 or IPv6, in the network that this process is in.</summary>
internal sealed class FilterTool
{
    private const string WaitForLock = "5";

    private readonly string _program;

    private FilterTool(string program, bool isV6)
    {
        _program = program;
        IsV6 = isV6;
    }

    public bool IsV6 { get; }

    /// <summary>The first variant that works: which one does depends on the node's kernel.</summary>
    /// <exception cref="PodFaultException">None does.</exception>
    public static async Task<FilterTool> OpenAsync(bool isV6, CancellationToken ct)
    {
        var name = isV6 ? "ip6tables" : "iptables";
        var problems = new List<string>();
        foreach (var program in new[] { name, $"{name}-legacy", $"{name}-nft" })
        {
            try
            {
                var tool = new FilterTool(program, isV6);
                await tool.ListAsync(ct);
                return tool;
            }
            catch (PodFaultException e)
            {
                problems.Add(e.Message);
            }
        }
        throw new PodFaultException(
            $"the pod's packet filter cannot be used, for which the agent needs the capability NET_ADMIN: {problems[0]}"
        );
    }

    /// <exception cref="PodFaultException">It was refused.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct)
    {
        var listed = await RunAsync(_program, ["-w", WaitForLock, "-t", FilterScript.Table, "-S"], input: null, ct);
        return listed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Changes the filter by a whole script or, when it is refused, not at all.</summary>
    /// <exception cref="PodFaultException">It was refused.</exception>
    public Task ApplyAsync(string script, CancellationToken ct) =>
        RunAsync($"{_program}-restore", ["-w", WaitForLock, "--noflush"], script, ct);

    private static async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string? input,
        CancellationToken ct
    )
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new PodFaultException($"{program}: {e.Message}", e);
        }
        // Not cancelled: half a change would be known to nobody. It waits a few seconds for a lock at most.
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        var complaint = (await error).Trim();
        ct.ThrowIfCancellationRequested();
        return process.ExitCode is 0
            ? await output
            : throw new PodFaultException($"{program} {string.Join(' ', arguments)}: {complaint}");
    }
}
