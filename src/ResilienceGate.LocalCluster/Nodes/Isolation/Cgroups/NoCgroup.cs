namespace ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

/// <summary>Where the machine has none to give: nothing holds, and nothing is counted.</summary>
internal sealed class NoCgroup : ICgroup
{
    public IReadOnlyList<string> ProcessFiles => [];

    public bool HasKilled => false;

    public ICgroup Branch(string name, ResourceBounds bounds) => this;

    public ICgroup Leaf(string name, ResourceBounds bounds) => this;

    public void Remove() { }
}
