namespace ResilienceGate.Plans.Forms;

/// <summary>One of the kinds that a section comes in, with the keys that only this kind has.</summary>
/// <param name="Word">How the plan names the kind.</param>
internal abstract record Variant(string Word, string Meaning, IReadOnlyList<Key> Keys)
{
    public bool Has(string key) => Keys.Any(k => k.Name == key);
}
