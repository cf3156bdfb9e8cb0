namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>A control group of the kernel: processes, and what they may use together.</summary>
internal interface ICgroup
{
    /// <summary>A process joins by writing 0 to each.</summary>
    IReadOnlyList<string> ProcessFiles { get; }

    /// <summary>Whether a process in it was killed because a memory limit was reached.</summary>
    bool HasKilled { get; }

    /// <summary>Makes a group in it that holds groups, and no processes of its own.</summary>
    /// <exception cref="IsolationException">The kernel refuses.</exception>
    ICgroup Branch(string name, ResourceBounds bounds);

    /// <summary>Makes a group in it that holds processes.</summary>
    /// <exception cref="IsolationException">The kernel refuses.</exception>
    ICgroup Leaf(string name, ResourceBounds bounds);

    /// <summary>Removes it with the groups in it, so far as no process is left in them.</summary>
    void Remove();
}
