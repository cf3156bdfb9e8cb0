using System.Diagnostics;

namespace ResilienceGate.EmbeddedClusters;

/// <summary>
/// A small cluster as a process of its own. The gate speaks to it through its kubeconfig and nothing else, as to any.
/// </summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly EmbeddedClusterOptions _options;

    private EmbeddedCluster(Process process, EmbeddedClusterOptions options)
    {
        _process = process;
        _options = options;
    }

    public string Kubeconfig => _options.Folder.Kubeconfig;

    /// <summary>Returns when its nodes are ready.</summary>
    /// <exception cref="GateException">It does not come up; the message is its own.</exception>
    public static async Task<EmbeddedCluster> StartAsync(EmbeddedClusterOptions options, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
            throw new GateException(
                "The embedded cluster needs Linux, where every pod has a loopback address of its own. "
                    + "Use Linux, WSL or a Linux container; or run the gate on a cluster of your own with `run`."
            );
        Directory.CreateDirectory(options.Folder.Path);
        var cluster = new EmbeddedCluster(Start(options), options);
        try
        {
            await cluster.ReadyAsync(ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets a cluster that outlives its starter be; ends any other with all of its processes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_options.Outlives)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(EndWithin);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // Its reaper ends whatever it leaves.
                _process.Kill();
            }
        }
        _process.Dispose();
    }

    private static Process Start(EmbeddedClusterOptions options)
    {
        // A session of its own keeps it from the signals of the terminal that it is to outlive.
        var start = new ProcessStartInfo(options.Outlives ? "setsid" : Programs.Cluster)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (options.Outlives)
            start.ArgumentList.Add(Programs.Cluster);
        foreach (var argument in Arguments(options))
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_ROOT"] = Programs.DotnetRoot;
        return Process.Start(start) ?? throw new GateException($"{start.FileName} could not be started.");
    }

    private static IEnumerable<string> Arguments(EmbeddedClusterOptions options) =>
        [
            "--nodes",
            options.Nodes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--state",
            options.Folder.State,
            "--kubeconfig",
            options.Folder.Kubeconfig,
            "--image",
            $"{SampleImages.Recommender}={Programs.Recommender}",
            "--image",
            $"{SampleImages.Gate}={Programs.Gate}",
            .. options.More,
            .. options.Outlives ? [] : new[] { "--until-stdin-closes" },
        ];

    private async Task ReadyAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ReadyWithin);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith("ready", StringComparison.Ordinal))
                    return;
            }
            throw new GateException(
                $"The embedded cluster did not come up: {(await _process.StandardError.ReadToEndAsync(limit.Token)).Trim()}"
            );
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new GateException($"The embedded cluster is not ready after {ReadyWithin.TotalSeconds:0} s.", e);
        }
    }
}
