namespace ResilienceGate.EmbeddedClusters;

/// <summary>The programs that come with the gate, beside its own executable.</summary>
internal static class Programs
{
    public static string Cluster => Beside("ResilienceGate.LocalCluster");

    public static string Recommender => Beside("ResilienceGate.Recommender");

    public static string Gate => Beside("ResilienceGate");

    /// <summary>Where the runtime is that this process runs on: an apphost of another program looks there.</summary>
    public static string DotnetRoot =>
        Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "/", "..", "..", "..")
        );

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
