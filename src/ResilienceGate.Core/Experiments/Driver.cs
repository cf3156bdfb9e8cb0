namespace ResilienceGate.Core.Experiments;

/// <summary>What injects a fault.</summary>
public enum Driver
{
    /// <summary>The gate itself, through the Kubernetes API alone.</summary>
    Native,

    /// <summary>Chaos Mesh, by custom resources that the gate creates and deletes.</summary>
    ChaosMesh,

    /// <summary>Gremlin, by its HTTP API.</summary>
    Gremlin,

    /// <summary>The rules of kube-monkey, which the gate carries out itself.</summary>
    KubeMonkey,
}
