using System.Diagnostics;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>
/// A shell script in a session of its own that waits for the end of its input, which comes when the cluster ends by
/// whatever death, kill -9 included, kills every process that carries the cluster's mark, and removes its control groups.
/// </summary>
internal sealed class Reaper : IAsyncDisposable
{
    // Two empty rounds in a row: a process that was being forked at the end of the cluster shows its mark a moment later.
    private const string Script = """
        exec >/dev/null 2>&1
        cat
        mark=$1
        shift
        empty=0
        while [ $empty -lt 2 ]; do
          found=$(grep -lF -- "$mark" /proc/[0-9]*/environ)
          if [ -z "$found" ]; then empty=$((empty + 1)); else empty=0; fi
          for file in $found; do pid=${file#/proc/}; kill -9 "${pid%/environ}"; done
          sleep 0.1
        done
        tries=0
        for group; do
          while [ -d "$group" ] && [ $tries -lt 50 ]; do
            find "$group" -depth -type d -exec rmdir {} +
            tries=$((tries + 1))
            sleep 0.1
          done
        done
        """;

    private readonly Process _process;

    private Reaper(Process process) => _process = process;

    public int Id => _process.Id;

    /// <param name="mark">Of the cluster's processes.</param>
    /// <param name="groups">The directories of its control groups, whether they exist or not.</param>
    public static Reaper Start(ProcessMark mark, IEnumerable<string> groups)
    {
        var start = Sessions.Prepare(["/bin/sh", "-c", Script, "reaper", mark.ToString(), .. groups]);
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        return new Reaper(
            Process.Start(start) ?? throw new ClusterException("the reaper did not start: is /bin/sh there?")
        );
    }

    /// <summary>Lets it reap now, and returns when it has.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
