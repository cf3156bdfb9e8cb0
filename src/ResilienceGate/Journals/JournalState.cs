namespace ResilienceGate.Journals;

/// <summary>How far one injection has come.</summary>
internal enum JournalState
{
    /// <summary>Written before anything is done: from here on there may be something to revert.</summary>
    Intended,

    /// <summary>Nothing of it is left.</summary>
    Reverted,
}
