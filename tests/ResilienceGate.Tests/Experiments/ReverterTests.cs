using System.Collections.Concurrent;
using System.Net;
using ResilienceGate.Experiments;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Journals;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Experiments;

public sealed class ReverterTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IDisposable
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(2.5);

    private readonly LeapingClock _time = new();
    private readonly ApiFaults _faults = new();
    private readonly RunRecord _record = new();
    private readonly JournalEntry _entry = Documents.Drain(1, "n1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _faults.Dispose();

    [Fact]
    public async Task A_revert_is_proved_and_written_down()
    {
        var (reverter, journal) = await OpenAsync();

        Assert.Equal("undone", await reverter.RevertAsync(new ScriptedInjection(), _entry));

        Assert.Equal(JournalState.Reverted, Assert.Single(journal.Document.Entries).State);
        Assert.True(_record.CleanUp is { IsClean: true, Reverted: 1 });
    }

    [Fact]
    public async Task A_fault_that_leaves_nothing_to_revert_is_written_down_and_not_counted()
    {
        var (reverter, journal) = await OpenAsync();

        Assert.Null(await reverter.RevertAsync(new ScriptedInjection { On = [] }, _entry));
        Assert.Null(
            await reverter.RevertAsync(new ScriptedInjection { OnRevert = _ => Task.FromResult<string?>(null) }, _entry)
        );

        Assert.Equal(JournalState.Reverted, Assert.Single(journal.Document.Entries).State);
        Assert.True(_record.CleanUp is { IsClean: true, Reverted: 0 });
    }

    [Fact]
    public async Task A_node_that_cannot_be_opened_holds_none_of_the_others_up_and_is_named_alone()
    {
        var time = new SteppedClock();
        var (reverter, journal) = await OpenAsync(time);
        var opened = new ConcurrentBag<string>();
        var injection = new ScriptedInjection
        {
            On = ["n1", "n2", "n3", "n4"],
            OnRevertOf = async (node, ct) =>
            {
                if (node is "n1")
                    await Task.Delay(Timeout.InfiniteTimeSpan, ct);
                if (node is "n2")
                    throw new GateException("still cordoned");
                opened.Add(node);
                return $"{node} opened";
            },
        };

        // All have been begun, and all but the first have come to their end, when this returns.
        var reverting = reverter.RevertAsync(injection, _entry);
        Assert.Equal(["n3", "n4"], opened.Order(StringComparer.Ordinal));
        time.Advance(Reverter.Patience);
        var error = await Assert.ThrowsAsync<GateException>(() => reverting);

        Assert.Contains(
            "node n1 (the cluster did not answer), node n2 (still cordoned).",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "`kubectl uncordon n1`; by hand: `kubectl uncordon n2`.",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(JournalState.Intended, Assert.Single(journal.Document.Entries).State);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_what_is_named()
    {
        var (reverter, journal) = await OpenAsync();
        _faults.Refuse(HttpMethod.Put, "/configmaps/", HttpStatusCode.Forbidden, "quota");

        var error = await Assert.ThrowsAsync<GateException>(() =>
            reverter.RevertAsync(new ScriptedInjection(), _entry)
        );

        Assert.Contains(
            $"its entry in the journal {journal.Namespace}/{journal.Name} (quota)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("by hand", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_that_comes_back_is_asked_again_until_it_answers()
    {
        var (reverter, journal) = await OpenAsync();
        var node = $"{journal.Namespace}-node";
        cluster.AddNode(node);
        await new Cordon(cluster.Client).CloseAsync(node, "r1", Ct);
        var cordon = new Cordon(cluster.Connect(_faults));
        _faults.Disconnect(HttpMethod.Get, $"/nodes/{node}", times: 4);
        _faults.Refuse(HttpMethod.Patch, $"/nodes/{node}", HttpStatusCode.InternalServerError, "etcd", times: 3);
        _faults.Refuse(HttpMethod.Put, "/configmaps/", HttpStatusCode.TooManyRequests, "slow down", times: 3);
        var injection = new ScriptedInjection { OnRevert = ct => cordon.OpenAsync(node, "r1", ct) };

        var proof = await reverter.RevertAsync(injection, _entry);

        Assert.Equal($"node {node} is schedulable again", proof);
        Assert.Equal(JournalState.Reverted, Assert.Single(journal.Document.Entries).State);
        Assert.Empty(_record.CleanUp.Left);
    }

    [Theory]
    [InlineData("GET", "/nodes/")]
    [InlineData("PATCH", "/nodes/")]
    [InlineData("PUT", "/configmaps/")]
    public async Task A_connection_that_swallows_a_request_is_given_up_early_enough_for_another_one(
        string method,
        string path
    )
    {
        var time = new SteppedClock();
        var (reverter, journal) = await OpenAsync(time);
        var node = $"{journal.Namespace}-node";
        cluster.AddNode(node);
        await new Cordon(cluster.Client).CloseAsync(node, "r1", Ct);
        var cordon = new Cordon(cluster.Connect(_faults));
        var began = time.GetUtcNow();
        var swallowed = _faults.Hang(HttpMethod.Parse(method), path, times: 1);

        var reverting = reverter.RevertAsync(
            new ScriptedInjection { OnRevert = ct => cordon.OpenAsync(node, "r1", ct) },
            _entry
        );
        await swallowed.WaitAsync(Ct);
        time.Advance(Attempt);
        await time.EndWaitAsync(TimeSpan.FromMilliseconds(250), Ct);

        Assert.Equal($"node {node} is schedulable again", await reverting);
        Assert.Equal(JournalState.Reverted, Assert.Single(journal.Document.Entries).State);
        Assert.True(time.GetUtcNow() - began < TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task An_api_that_stays_away_is_given_up_with_what_is_left_and_how_to_revert_it()
    {
        var (reverter, journal) = await OpenAsync();
        var began = _time.GetUtcNow();
        var injection = new ScriptedInjection { OnRevert = _ => throw new HttpRequestException("Connection refused") };

        var error = await Assert.ThrowsAsync<GateException>(() => reverter.RevertAsync(injection, _entry));

        Assert.True(_time.GetUtcNow() - began >= Reverter.Patience);
        Assert.True(injection.Reverts > 10);
        Assert.Equal(
            "node-drain of 'a node is drained' could not be proved to be reverted: node n1 (Connection refused). "
                + $"Run `resilience-gate rollback --namespace {journal.Namespace} --run r1` once the cluster answers; "
                + "by hand: `kubectl uncordon n1`.",
            error.Message
        );
        Assert.Equal([error.Message], _record.CleanUp.Left);
        Assert.Equal((1, 0), (_record.CleanUp.Injected, _record.CleanUp.Reverted));
        Assert.Equal(JournalState.Intended, Assert.Single(journal.Document.Entries).State);
    }

    [Fact]
    public async Task An_api_that_hangs_is_given_up_as_well()
    {
        var (reverter, _) = await OpenAsync(new LeapingClock(Reverter.Patience));
        var injection = new ScriptedInjection
        {
            OnRevert = async ct =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
                return null;
            },
        };

        var error = await Assert.ThrowsAsync<GateException>(() => reverter.RevertAsync(injection, _entry));

        Assert.Contains("(the cluster did not answer)", error.Message, StringComparison.Ordinal);
        Assert.Single(_record.CleanUp.Left);
    }

    [Fact]
    public async Task A_refusal_is_explained_in_the_words_of_the_api()
    {
        var (reverter, _) = await OpenAsync();
        var cordon = new Cordon(cluster.Connect(_faults));
        _faults.Refuse(HttpMethod.Get, "/nodes/n1", HttpStatusCode.Forbidden, "nodes n1 is forbidden");

        var error = await Assert.ThrowsAsync<GateException>(() =>
            reverter.RevertAsync(new ScriptedInjection { OnRevert = ct => cordon.OpenAsync("n1", "r1", ct) }, _entry)
        );

        Assert.Contains("(nodes n1 is forbidden)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_is_proved_to_be_still_there_is_left_at_once()
    {
        var (reverter, _) = await OpenAsync();
        var injection = new ScriptedInjection { OnRevert = _ => throw new GateException("Node n1 is still cordoned.") };

        var error = await Assert.ThrowsAsync<GateException>(() => reverter.RevertAsync(injection, _entry));

        Assert.Equal(1, injection.Reverts);
        Assert.Contains("(Node n1 is still cordoned.)", error.Message, StringComparison.Ordinal);
    }

    private async Task<(Reverter Reverter, Journal Journal)> OpenAsync(TimeProvider? time = null)
    {
        var ns = cluster.NewNamespace();
        var journal = await Journal.OpenAsync(cluster.Connect(_faults), ns, Documents.Of("r1", ns), Ct);
        await journal.IntendAsync(_entry, Ct);
        return (new Reverter(journal, _record, time ?? _time), journal);
    }
}
