namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>How a field's value and a patch of it come together (<c>x-kubernetes-patch-strategy</c> and <c>-merge-key</c>).</summary>
internal sealed record MergeRule
{
    /// <summary>A list is merged; without it the patch replaces the list.</summary>
    public bool Merges { get; init; }

    /// <summary>The field by which the objects of a merged list are the same one; null for a list of plain values.</summary>
    public string? Key { get; init; }

    /// <summary>An object is replaced as a whole.</summary>
    public bool Replaces { get; init; }

    /// <summary>An object keeps only the fields that the patch names.</summary>
    public bool RetainsKeys { get; init; }

    /// <summary>The fields by which server-side apply tells the items of a list apart; empty: the list is one value.</summary>
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];
}
