using ResilienceGate.Hosts;
using ResilienceGate.Hosts.AzureDevOps;
using ResilienceGate.Hosts.GitHub;

namespace ResilienceGate.Tests.Hosts;

public sealed class RevisionTests : IDisposable
{
    private readonly string _payload = Path.GetTempFileName();

    [Fact]
    public void A_push_to_the_default_branch_is_told_as_such() =>
        Assert.Equal(
            new Revision
            {
                Repository = "shop/recommender",
                Commit = "abc",
                Ref = "refs/heads/main",
                IsPullRequest = false,
                IsDefaultBranch = true,
            },
            GitHub("push", "refs/heads/main", """{"repository":{"default_branch":"main"}}""")
        );

    [Fact]
    public void A_pull_request_names_its_own_head_and_not_the_trial_merge()
    {
        var revision = GitHub(
            "pull_request",
            "refs/pull/7/merge",
            """{"pull_request":{"head":{"sha":"head"}},"repository":{"default_branch":"main"}}"""
        );

        Assert.Equal(("head", true, false), (revision.Commit, revision.IsPullRequest, revision.IsDefaultBranch));
    }

    [Theory]
    [InlineData("pull_request_target", "refs/heads/main", "{}")]
    [InlineData("merge_group", "refs/heads/gh-readonly-queue/main/pr-7", "{}")]
    [InlineData("workflow_run", "refs/heads/main", """{"workflow_run":{"event":"pull_request"}}""")]
    [InlineData("issue_comment", "refs/heads/main", """{"issue":{"pull_request":{"url":"u"}}}""")]
    [InlineData("workflow_dispatch", "refs/pull/7/head", "{}")]
    public void What_a_proposal_set_off_is_never_taken_for_accepted(string name, string reference, string payload) =>
        Assert.True(GitHub(name, reference, payload).IsPullRequest);

    [Theory]
    [InlineData("push", "refs/heads/main", "{}")]
    [InlineData("workflow_dispatch", "refs/heads/main", "broken")]
    [InlineData("workflow_run", "refs/heads/main", """{"workflow_run":{"event":"push"}}""")]
    public void An_unknown_default_branch_is_told_as_unknown(string name, string reference, string payload)
    {
        var revision = GitHub(name, reference, payload);

        Assert.Equal((false, (bool?)null), (revision.IsPullRequest, revision.IsDefaultBranch));
    }

    [Fact]
    public void A_schedule_runs_on_the_default_branch_alone() =>
        Assert.True(GitHub("schedule", "refs/heads/trunk", """{"schedule":"0 3 * * *"}""").IsDefaultBranch);

    [Theory]
    [InlineData("refs/heads/main", true)]
    [InlineData("refs/heads/master", true)]
    [InlineData("refs/heads/feature", null)]
    [InlineData("refs/tags/v1", null)]
    public void Azure_does_not_tell_the_default_branch_and_main_and_master_are_taken_for_it(
        string reference,
        bool? expected
    ) =>
        Assert.Equal(
            expected,
            AzureRevision.Read(EnvironmentOf.Variables(("BUILD_SOURCEBRANCH", reference))).IsDefaultBranch
        );

    [Fact]
    public void Who_is_in_no_pipeline_runs_it_by_hand()
    {
        Assert.True(CiHost.Detect(EnvironmentOf.Variables(), TextWriter.Null, isRedirected: true).Revision.IsByHand);
        Assert.False(
            CiHost
                .Detect(EnvironmentOf.Variables(("CI", "true")), TextWriter.Null, isRedirected: true)
                .Revision.IsByHand
        );
    }

    [Fact]
    public void An_Azure_pull_request_names_its_source_commit()
    {
        var revision = AzureRevision.Read(
            EnvironmentOf.Variables(
                ("BUILD_REASON", "PullRequest"),
                ("BUILD_SOURCEBRANCH", "refs/pull/7/merge"),
                ("BUILD_SOURCEVERSION", "merge"),
                ("SYSTEM_PULLREQUEST_SOURCECOMMITID", "head"),
                ("BUILD_REPOSITORY_NAME", "recommender")
            )
        );

        Assert.Equal(("head", true, "recommender"), (revision.Commit, revision.IsPullRequest, revision.Repository));
    }

    [Fact]
    public void An_Azure_build_of_a_branch_is_no_pull_request() =>
        Assert.False(
            AzureRevision
                .Read(
                    EnvironmentOf.Variables(("BUILD_REASON", "IndividualCI"), ("BUILD_SOURCEBRANCH", "refs/heads/main"))
                )
                .IsPullRequest
        );

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "GitHub Actions")]
    [InlineData("TF_BUILD", "True", "Azure Pipelines")]
    [InlineData("CI", "true", "console")]
    public void The_environment_tells_the_host(string variable, string value, string expected)
    {
        var host = CiHost.Detect(EnvironmentOf.Variables((variable, value)), TextWriter.Null, isRedirected: false);

        Assert.Equal((expected, false), (host.Name, host.IsInteractive));
    }

    [Fact]
    public void Only_a_terminal_of_a_person_moves()
    {
        var nobody = EnvironmentOf.Variables();

        Assert.True(CiHost.Detect(nobody, TextWriter.Null, isRedirected: false).IsInteractive);
        Assert.False(CiHost.Detect(nobody, TextWriter.Null, isRedirected: true).IsInteractive);
    }

    public void Dispose() => File.Delete(_payload);

    private Revision GitHub(string name, string reference, string payload)
    {
        File.WriteAllText(_payload, payload);
        return GitHubRevision.Read(
            EnvironmentOf.Variables(
                ("GITHUB_EVENT_NAME", name),
                ("GITHUB_REF", reference),
                ("GITHUB_SHA", "abc"),
                ("GITHUB_REPOSITORY", "shop/recommender"),
                ("GITHUB_EVENT_PATH", _payload)
            )
        );
    }
}
