namespace ResilienceGate.Plans.Yaml;

/// <summary>A piece of YAML that knows where it stands. A closed set.</summary>
internal abstract record PlanNode
{
    private PlanNode(Position at) => At = at;

    public Position At { get; }

    /// <param name="Plain">Written without quotes, so that <c>null</c> means nothing rather than a word.</param>
    public sealed record Scalar(Position At, string Text, bool Plain) : PlanNode(At)
    {
        public bool IsEmpty => Plain && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    public sealed record Sequence(Position At, IReadOnlyList<PlanNode> Items) : PlanNode(At);

    public sealed record Mapping(Position At, IReadOnlyList<PlanEntry> Entries) : PlanNode(At)
    {
        public PlanEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);
    }

    /// <summary>The position of the value at <paramref name="path"/>, or of as much of the path as was written.</summary>
    /// <param name="path">Keys, and indices into sequences.</param>
    public Position Locate(params ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
            return At;
        var next = this switch
        {
            Mapping mapping => mapping.Find(path[0])?.Value,
            Sequence sequence => sequence.Items.ElementAtOrDefault(
                int.Parse(path[0], System.Globalization.CultureInfo.InvariantCulture)
            ),
            _ => null,
        };
        return next?.Locate(path[1..]) ?? At;
    }
}
