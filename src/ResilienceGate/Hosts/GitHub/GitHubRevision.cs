using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResilienceGate.Hosts.GitHub;

/// <summary>Reads the change under test from the variables and from the payload of the event that started the run.</summary>
internal static class GitHubRevision
{
    public static Revision Read(IReadOnlyDictionary<string, string> environment)
    {
        var payload = Payload(environment.GetValueOrDefault("GITHUB_EVENT_PATH"));
        var name = environment.GetValueOrDefault("GITHUB_EVENT_NAME");
        var reference = environment.GetValueOrDefault("GITHUB_REF");
        var branch = Text(payload?["repository"]?["default_branch"]);

        // A workflow_run starts on the default branch even when a pull request set it off.
        var cause = Text(payload?["workflow_run"]?["event"]) ?? name;
        return new Revision
        {
            Repository = environment.GetValueOrDefault("GITHUB_REPOSITORY"),
            Commit =
                Text(payload?["pull_request"]?["head"]?["sha"])
                ?? Text(payload?["workflow_run"]?["head_sha"])
                ?? environment.GetValueOrDefault("GITHUB_SHA"),
            Ref = reference,
            IsPullRequest =
                IsProposal(name)
                || IsProposal(cause)
                || payload?["pull_request"] is not null
                || payload?["issue"]?["pull_request"] is not null
                || reference?.StartsWith("refs/pull/", StringComparison.Ordinal) is true,
            IsDefaultBranch =
                // A schedule starts on the default branch alone, and its payload may not name it.
                name is "schedule"
                    ? true
                : branch is null || reference is null ? null
                : string.Equals(reference, $"refs/heads/{branch}", StringComparison.Ordinal),
        };
    }

    private static bool IsProposal(string? name) =>
        name is "merge_group" || name?.StartsWith("pull_request", StringComparison.Ordinal) is true;

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonObject? Payload(string? path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
        }
        catch (JsonException)
        {
            // The variables still tell the most; an unknown default branch is told as unknown.
            return null;
        }
    }
}
