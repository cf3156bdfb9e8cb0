using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <summary>Reads one section of one plan by the keys it declares.</summary>
internal sealed class MappingReader(ISection section, PlanNode.Mapping mapping, Slot slot, PlanContext context)
{
    private readonly IReadOnlyList<string> _known =
    [
        .. section.Keys.Concat(section.Variants.SelectMany(v => v.Keys)).Select(k => k.Name).Distinct(),
    ];

    private bool _kindIsWrong;

    public PlanContext Context => context;

    /// <summary>Where the section begins.</summary>
    public Position At => slot.At;

    /// <summary>The value of a key, or its default. A required key that is missing is an error.</summary>
    public T Get<T>(Key<T> key)
    {
        if (mapping.Find(key.Name) is { } entry)
            return key.Read(entry.Value, new Slot(key.Name, entry.At), context);
        // A misspelt key is unknown already; that it is missing as well is the same mistake.
        if (key.IsRequired && !Unknown().Any(e => IsMeant(key, e)))
            Wrong(slot.At, $"{slot.Name} has no {key.Name}; add {key.Form.Addition(key.Name)}");
        return key.Absent(context);
    }

    /// <summary>Whether the key is there and right.</summary>
    public bool TryGet<T>(Key<T> key, out T value)
    {
        var before = context.Errors.Count;
        value = Get(key);
        return mapping.Find(key.Name) is not null && context.Errors.Count == before;
    }

    /// <summary>Reads what the section's kind makes of it; keys of other kinds are errors.</summary>
    public T Variant<T>(Key<Variant<T>> key)
    {
        var isRight = TryGet(key, out var kind);
        _kindIsWrong = !isRight && (key.IsRequired || mapping.Find(key.Name) is not null);
        if (_kindIsWrong)
            return kind.Read(new MappingReader(section, mapping, slot, context.Unheard()));
        foreach (var entry in mapping.Entries.Where(e => !kind.Has(e.Key)))
        {
            var others = section.Variants.Where(v => v.Has(entry.Key)).Select(v => v.Word).ToList();
            if (others.Count > 0)
                Wrong(
                    entry.At,
                    $"{entry.Key} means nothing with {key.Name}: {kind.Word}, only with {string.Join(", ", others)}; remove it"
                );
        }
        return kind.Read(this);
    }

    /// <summary>Adds an error at the value of a key, or at the section where the key is absent.</summary>
    public void Wrong(Key key, string message) => Wrong(mapping.Find(key.Name)?.Value.At ?? slot.At, message);

    public void RefuseUnknownKeys()
    {
        foreach (var entry in Unknown())
        {
            if (Nearest.To(entry.Key, _known) is { } near)
                Wrong(entry.At, $"{slot.Name} has no key \"{entry.Key}\"; did you mean {near}?");
            // The keys of a kind that is not known cannot be known either: the error about the kind is enough.
            else if (!_kindIsWrong)
                Wrong(entry.At, $"{slot.Name} has no key \"{entry.Key}\"; its keys are {string.Join(", ", _known)}");
        }
    }

    private IEnumerable<PlanEntry> Unknown() => mapping.Entries.Where(e => !_known.Contains(e.Key));

    private bool IsMeant(Key key, PlanEntry unknown) => Nearest.To(unknown.Key, _known) == key.Name;

    private void Wrong(Position at, string message) => context.Errors.Add(at, message);
}
