namespace ResilienceGate.Agents.Faults.Network.Filters;

/// <summary>The rules of one fault in the pod's packet filter, of IPv4 and, where the pod has it, of IPv6.</summary>
internal sealed class PacketFilter(IReadOnlyList<FilterTool> tools, string name, TimeProvider time)
{
    private const string Prefix = "RG-";
    private const string AddressesOfV6 = "/proc/net/if_inet6";

    /// <summary>The chains' common name.</summary>
    public string Name => name;

    /// <exception cref="PodFaultException">The packet filter cannot be used.</exception>
    public static async Task<PacketFilter> OpenAsync(TimeProvider time, CancellationToken ct)
    {
        var tools = new List<FilterTool> { await FilterTool.OpenAsync(isV6: false, ct) };
        if (await HasV6Async(ct))
            tools.Add(await FilterTool.OpenAsync(isV6: true, ct));
        return new PacketFilter(tools, $"{Prefix}{Guid.NewGuid().ToString("N")[..12]}", time);
    }

    /// <exception cref="PodFaultException">They were refused; nothing is left of them.</exception>
    public async Task InstallAsync(IReadOnlyList<PacketRule> rules, DateTimeOffset expires, CancellationToken ct)
    {
        try
        {
            foreach (var tool in tools)
            {
                await RemoveExpiredAsync(tool, ct);
                await tool.ApplyAsync(FilterScript.Install(name, rules, tool.IsV6, expires), ct);
            }
        }
        catch (Exception e) when (e is PodFaultException or OperationCanceledException)
        {
            await RemoveAsync(CancellationToken.None);
            throw;
        }
    }

    /// <returns>Whether there was anything to remove.</returns>
    /// <exception cref="PodFaultException">Something of it is still there.</exception>
    public async Task<bool> RemoveAsync(CancellationToken ct)
    {
        var wasThere = false;
        foreach (var tool in tools)
        {
            if (FilterScript.Remove(name, await tool.ListAsync(ct)) is not { } script)
                continue;
            wasThere = true;
            await tool.ApplyAsync(script, ct);
            if ((await tool.ListAsync(ct)).FirstOrDefault(line => FilterScript.Concerns(line, name)) is { } left)
                throw new PodFaultException($"a rule of the fault is still in the pod's packet filter: {left}");
        }
        return wasThere;
    }

    private async Task RemoveExpiredAsync(FilterTool tool, CancellationToken ct)
    {
        var listed = await tool.ListAsync(ct);
        foreach (var expired in FilterScript.Expired(Prefix, listed, time.GetUtcNow()))
        {
            if (FilterScript.Remove(expired, listed) is { } script)
                await tool.ApplyAsync(script, ct);
        }
    }

    /// <summary>Whether the pod has an address of IPv6 that others reach: scope 00 of /proc/net/if_inet6.</summary>
    private static async Task<bool> HasV6Async(CancellationToken ct)
    {
        if (!File.Exists(AddressesOfV6))
            return false;
        var lines = await File.ReadAllLinesAsync(AddressesOfV6, ct);
        return lines.Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, "00", ..]);
    }
}
