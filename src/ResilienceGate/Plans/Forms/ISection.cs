namespace ResilienceGate.Plans.Forms;

/// <summary>The keys of a section, whatever it is read as.</summary>
internal interface ISection
{
    IReadOnlyList<Key> Keys { get; }

    Key? Discriminator { get; }

    IReadOnlyList<Variant> Variants { get; }
}
