namespace ResilienceGate.Hosts.AzureDevOps;

/// <summary>
/// Reads the change under test from the predefined variables. They do not name the default branch: <c>main</c> and
/// <c>master</c>, which Azure Repos and its importers make, are taken for it, and of any other nothing is known.
/// </summary>
internal static class AzureRevision
{
    public static Revision Read(IReadOnlyDictionary<string, string> environment)
    {
        var reference = environment.GetValueOrDefault("BUILD_SOURCEBRANCH");
        return new Revision
        {
            Repository = environment.GetValueOrDefault("BUILD_REPOSITORY_NAME"),
            // In a pull request BUILD_SOURCEVERSION is the trial merge.
            Commit =
                environment.GetValueOrDefault("SYSTEM_PULLREQUEST_SOURCECOMMITID")
                ?? environment.GetValueOrDefault("BUILD_SOURCEVERSION"),
            Ref = reference,
            IsPullRequest =
                environment.GetValueOrDefault("BUILD_REASON") is "PullRequest"
                || environment.ContainsKey("SYSTEM_PULLREQUEST_PULLREQUESTID")
                || reference?.StartsWith("refs/pull/", StringComparison.Ordinal) is true,
            IsDefaultBranch = reference is "refs/heads/main" or "refs/heads/master" ? true : null,
        };
    }
}
