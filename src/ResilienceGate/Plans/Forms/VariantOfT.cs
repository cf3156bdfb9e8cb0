namespace ResilienceGate.Plans.Forms;

/// <inheritdoc/>
internal sealed record Variant<T>(string Word, string Meaning, IReadOnlyList<Key> Keys, Func<MappingReader, T> Read)
    : Variant(Word, Meaning, Keys)
{
    public Option<Variant<T>> AsOption() => new(Word, this);
}
