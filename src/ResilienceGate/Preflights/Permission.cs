namespace ResilienceGate.Preflights;

/// <summary>One right in the cluster that a plan needs.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Resource">Plural, with a subresource after a slash: <c>pods/eviction</c>.</param>
/// <param name="Namespace">Null for a right in the whole cluster.</param>
/// <param name="Why">What the gate does with it.</param>
internal sealed record Permission(string Verb, string Group, string Resource, string? Namespace, string Why)
{
    public override string ToString() =>
        $"{Verb} {Resource}{(Group.Length == 0 ? "" : $".{Group}")}"
        + (Namespace is null ? " (cluster-wide)" : $" in {Namespace}")
        + $": {Why}";
}
