namespace ResilienceGate.LocalCluster.Nodes.Containers;

internal enum ContainerRole
{
    /// <summary>Runs to its end before the next one starts.</summary>
    Init,

    Main,

    /// <summary>Is added to a pod that runs, to look at it; is started once, and the pod does not depend on it.</summary>
    Ephemeral,
}
