using System.Net;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Journals;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Journals;

public sealed class JournalTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_intended_and_what_was_reverted_is_read_back()
    {
        var ns = cluster.NewNamespace();
        var journal = await Journal.OpenAsync(cluster.Client, ns, Documents.Of("r1", ns), Ct);
        var (first, second) = (Documents.Drain(1, "n1"), Documents.Drain(2, "n2"));

        await journal.IntendAsync(first, Ct);
        await journal.IntendAsync(second, Ct);
        await journal.RevertedAsync(first, Ct);

        var found = Assert.Single(await FindAsync(cluster, ns)).Document;
        Assert.Equal([JournalState.Reverted, JournalState.Intended], found.Entries.Select(e => e.State));
        Assert.Equal(["n1", "n2"], found.Entries.SelectMany(e => e.Nodes));
        Assert.Equal(journal.Document.Started, found.Started);
        Assert.False(found.Closed);
    }

    [Fact]
    public async Task A_closed_journal_lets_its_gate_intend_nothing_more()
    {
        var ns = cluster.NewNamespace();
        var ofTheGate = await Journal.OpenAsync(cluster.Client, ns, Documents.Of("r1", ns), Ct);
        var ofTheRollback = Assert.Single(await FindAsync(cluster, ns));

        await ofTheRollback.CloseAsync(Ct);
        var fenced = await Assert.ThrowsAsync<GateException>(() => ofTheGate.IntendAsync(Documents.Drain(1, "n1"), Ct));

        Assert.Contains("a rollback of this run has taken over", fenced.Message, StringComparison.Ordinal);
        var found = Assert.Single(await FindAsync(cluster, ns)).Document;
        Assert.True(found.Closed);
        Assert.Empty(found.Entries);
    }

    [Fact]
    public async Task A_journal_that_was_deleted_fences_its_gate_as_well()
    {
        var ns = cluster.NewNamespace();
        var journal = await Journal.OpenAsync(cluster.Client, ns, Documents.Of("r1", ns), Ct);
        await Assert.Single(await FindAsync(cluster, ns)).DeleteAsync(Ct);

        var fenced = await Assert.ThrowsAsync<GateException>(() => journal.IntendAsync(Documents.Drain(1, "n1"), Ct));

        Assert.Contains("was deleted, by a rollback of this run or by hand", fenced.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_failed_leaves_the_document_as_it_was_and_can_be_said_again()
    {
        var ns = cluster.NewNamespace();
        using var faults = new ApiFaults();
        var journal = await Journal.OpenAsync(cluster.Connect(faults), ns, Documents.Of("r1", ns), Ct);
        faults.Refuse(HttpMethod.Put, "/configmaps/", HttpStatusCode.InternalServerError, "etcd", times: 1);

        await Assert.ThrowsAsync<HttpOperationException>(() => journal.IntendAsync(Documents.Drain(1, "n1"), Ct));
        Assert.Empty(journal.Document.Entries);
        await journal.IntendAsync(Documents.Drain(1, "n1"), Ct);

        Assert.Single(Assert.Single(await FindAsync(cluster, ns)).Document.Entries);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_no_takeover()
    {
        var ns = cluster.NewNamespace();
        using var faults = new ApiFaults();
        var journal = await Journal.OpenAsync(cluster.Connect(faults), ns, Documents.Of("r1", ns), Ct);
        var entry = Documents.Drain(1, "n1");

        await TwiceAsync(() => journal.IntendAsync(entry, Ct));
        await TwiceAsync(() => journal.RevertedAsync(entry, Ct));
        await TwiceAsync(async () => Assert.True(await journal.CloseAsync(Ct)));

        var found = Assert.Single(await FindAsync(cluster, ns)).Document;
        Assert.Equal(JournalState.Reverted, Assert.Single(found.Entries).State);
        Assert.True(found.Closed);

        async Task TwiceAsync(Func<Task> write)
        {
            faults.LoseAnswer(HttpMethod.Put, "/configmaps/", times: 1);
            await Assert.ThrowsAsync<HttpRequestException>(write);
            await write();
        }
    }

    [Fact]
    public async Task An_intention_that_was_written_before_a_rollback_closed_the_journal_is_fenced_all_the_same()
    {
        var ns = cluster.NewNamespace();
        using var faults = new ApiFaults();
        var ofTheGate = await Journal.OpenAsync(cluster.Connect(faults), ns, Documents.Of("r1", ns), Ct);
        faults.LoseAnswer(HttpMethod.Put, "/configmaps/", times: 1);
        await Assert.ThrowsAsync<HttpRequestException>(() => ofTheGate.IntendAsync(Documents.Drain(1, "n1"), Ct));

        await Assert.Single(await FindAsync(cluster, ns)).CloseAsync(Ct);

        await Assert.ThrowsAsync<GateException>(() => ofTheGate.IntendAsync(Documents.Drain(1, "n1"), Ct));
    }

    [Fact]
    public async Task Somebody_who_labels_the_journal_does_not_end_the_run()
    {
        var ns = cluster.NewNamespace();
        var journal = await Journal.OpenAsync(cluster.Client, ns, Documents.Of("r1", ns), Ct);
        cluster.Objects.ConfigMaps.Change(ns, journal.Name, m => m.Metadata.Labels["team"] = "a");

        await journal.IntendAsync(Documents.Drain(1, "n1"), Ct);

        Assert.Single(Assert.Single(await FindAsync(cluster, ns)).Document.Entries);
    }

    [Fact]
    public async Task Closing_a_journal_that_its_gate_has_just_written_learns_what_the_gate_wrote()
    {
        var ns = cluster.NewNamespace();
        var ofTheGate = await Journal.OpenAsync(cluster.Client, ns, Documents.Of("r1", ns), Ct);
        var ofTheRollback = Assert.Single(await FindAsync(cluster, ns));
        await ofTheGate.IntendAsync(Documents.Drain(1, "n1"), Ct);

        Assert.True(await ofTheRollback.CloseAsync(Ct));

        Assert.Equal(["n1"], Assert.Single(ofTheRollback.Document.Entries).Nodes);
    }

    [Fact]
    public async Task Closing_and_deleting_twice_changes_nothing()
    {
        var ns = cluster.NewNamespace();
        var journal = await Journal.OpenAsync(cluster.Client, ns, Documents.Of("r1", ns), Ct);

        var found = await FindAsync(cluster, ns);

        await journal.CloseAsync(Ct);
        await journal.CloseAsync(Ct);
        await journal.DeleteAsync(Ct);
        await journal.DeleteAsync(Ct);
        var late = Assert.Single(found);

        Assert.False(await late.CloseAsync(Ct));
        Assert.Empty(await FindAsync(cluster, ns));
    }

    [Fact]
    public async Task Journals_are_found_by_label_in_one_namespace_or_in_all()
    {
        var (one, other) = (cluster.NewNamespace(), cluster.NewNamespace());
        await Journal.OpenAsync(cluster.Client, one, Documents.Of("find-1", one), Ct);
        await Journal.OpenAsync(cluster.Client, other, Documents.Of("find-2", other), Ct);
        cluster.Objects.ConfigMaps.Create(
            new()
            {
                Metadata = new() { Name = "resilience-gate-journal-foreign", NamespaceProperty = one },
            }
        );

        var here = await FindAsync(cluster, one);
        await using var alone = await ApiCluster.StartAsync();
        var nowhere = (await Journal.FindAsync(alone.Client, ns: null, Ct)).Readable;

        Assert.Equal("find-1", Assert.Single(here).Document.Run);
        Assert.Equal((one, "resilience-gate-journal-find-1"), (here[0].Namespace, here[0].Name));
        Assert.Empty(nowhere);
    }

    [Theory]
    [InlineData(null, "has no journal.json")]
    [InlineData("", "cannot be read")]
    [InlineData("{", "cannot be read")]
    [InlineData("null", "has no journal.json")]
    [InlineData("""{"run":"r1"}""", "cannot be read")]
    public async Task A_journal_that_cannot_be_read_is_named_and_hides_no_other(string? text, string complaint)
    {
        var ns = cluster.NewNamespace();
        cluster.Objects.ConfigMaps.Create(
            new()
            {
                Metadata = Labels.Metadata("resilience-gate-journal-r1", ns, "r1", Journal.Role),
                Data = text is null ? [] : new Dictionary<string, string> { ["journal.json"] = text },
            }
        );

        var readable = Documents.Of("r2", ns);
        await Journal.OpenAsync(cluster.Client, ns, readable, Ct);

        var found = await Journal.FindAsync(cluster.Client, ns, Ct);

        var damaged = Assert.Single(found.Unreadable);
        Assert.Equal("r1", damaged.Run);
        Assert.Contains($"{ns}/resilience-gate-journal-r1 {complaint}", damaged.Why, StringComparison.Ordinal);
        Assert.Equal("r2", Assert.Single(found.Readable).Document.Run);
    }

    private static async Task<IReadOnlyList<Journal>> FindAsync(ApiCluster cluster, string ns) =>
        (await Journal.FindAsync(cluster.Client, ns, Ct)).Readable;
}
