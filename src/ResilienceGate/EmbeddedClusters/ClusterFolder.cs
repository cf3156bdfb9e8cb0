namespace ResilienceGate.EmbeddedClusters;

/// <summary>Where the files of a named embedded cluster are, by the XDG base directory specification.</summary>
internal sealed record ClusterFolder(string Path)
{
    public string Kubeconfig => System.IO.Path.Combine(Path, "kubeconfig");

    public string State => System.IO.Path.Combine(Path, "state");

    /// <param name="name">The cluster's name.</param>
    /// <param name="environment">Variables of the process: XDG_STATE_HOME, else HOME.</param>
    public static ClusterFolder Of(string name, IReadOnlyDictionary<string, string> environment)
    {
        var home = environment.GetValueOrDefault("HOME") is { Length: > 0 } given
            ? given
            : System.IO.Path.GetTempPath();
        var state = environment.GetValueOrDefault("XDG_STATE_HOME") is { Length: > 0 } xdg
            ? xdg
            : System.IO.Path.Combine(home, ".local", "state");
        return new ClusterFolder(System.IO.Path.Combine(state, "resilience-gate", "clusters", name));
    }
}
