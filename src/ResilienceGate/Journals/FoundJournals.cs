namespace ResilienceGate.Journals;

/// <summary>What a search for journals has found.</summary>
internal sealed record FoundJournals(IReadOnlyList<Journal> Readable, IReadOnlyList<UnreadableJournal> Unreadable)
{
    /// <summary>Every run that has a journal, readable or not.</summary>
    public IEnumerable<string> Runs => Readable.Select(j => j.Document.Run).Concat(Unreadable.Select(j => j.Run));
}
