namespace ResilienceGate.Hosts;

/// <summary>What the pipeline says of the change that it runs for. Null is what the host does not tell.</summary>
internal sealed record Revision
{
    public string? Repository { get; init; }

    /// <summary>The commit under test; of a pull request its own head, not the trial merge.</summary>
    public string? Commit { get; init; }

    /// <summary>Full name: <c>refs/heads/main</c>.</summary>
    public string? Ref { get; init; }

    /// <summary>The change is proposed and not merged: a pull request's, a merge queue's, or a run that one of these set off.</summary>
    public bool IsPullRequest { get; init; }

    /// <summary>Null when the host does not name the default branch.</summary>
    public bool? IsDefaultBranch { get; init; }

    /// <summary>No pipeline runs this: a person does, and knows what is under test.</summary>
    public bool IsByHand { get; init; }
}
