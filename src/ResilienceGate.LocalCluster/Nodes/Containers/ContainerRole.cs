namespace ResilienceGate.LocalCluster.Nodes.Containers;

internal enum ContainerRole
{
    /// <summary>Runs to its end before the next one starts.</summary>
    Init,

    Main,
}
