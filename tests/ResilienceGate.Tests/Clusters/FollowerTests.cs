using System.Runtime.CompilerServices;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Clusters;

namespace ResilienceGate.Tests.Clusters;

public sealed class FollowerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly SteppedClock _time = new();
    private readonly List<string> _seen = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_fails_while_it_is_torn_down_is_the_end_and_no_failure()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var follower = Follower(TearDownAsync);
        var running = follower.RunAsync(end.Token);
        await follower.Listed;

        await end.CancelAsync();

        await running.WaitAsync(Ct);
    }

    [Fact]
    public async Task A_watch_that_breaks_is_begun_again_with_a_list()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var watches = 0;
        var follower = Follower(
            (version, ct) => watches++ == 0 ? throw new IOException("reset by peer") : TearDownAsync(version, ct)
        );

        var running = follower.RunAsync(end.Token);
        await _time.EndWaitAsync(Pause, Ct);
        while (watches < 2)
            await Task.Yield();
        await end.CancelAsync();
        await running.WaitAsync(Ct);

        Assert.Equal(["listed", "listed"], _seen);
    }

    [Fact]
    public async Task A_list_that_is_refused_again_and_again_at_the_start_fails_it()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var follower = new Follower<string>(
            _ => throw new HttpRequestException("nobody is there"),
            TearDownAsync,
            _ => { },
            (_, _) => { },
            _time,
            NullLogger.Instance
        );

        var running = follower.RunAsync(end.Token);
        for (var tries = 0; tries < 5; tries++)
            await _time.EndWaitAsync(Pause, Ct);

        var error = await Assert.ThrowsAsync<GateException>(() => follower.Listed.WaitAsync(Ct));
        Assert.EndsWith("nobody is there", error.Message, StringComparison.Ordinal);
        await end.CancelAsync();
        await running.WaitAsync(Ct);
    }

    private Follower<string> Follower(
        Func<string, CancellationToken, IAsyncEnumerable<(WatchEventType Type, string Item)>> watch
    ) =>
        new(
            _ => Task.FromResult(new ListedItems<string>(["a"], "1")),
            watch,
            _ => _seen.Add("listed"),
            (_, item) => _seen.Add(item),
            _time,
            NullLogger.Instance
        );

    /// <summary>A watch that tells nothing, and fails as sockets do when it is given up.</summary>
    private static async IAsyncEnumerable<(WatchEventType Type, string Item)> TearDownAsync(
        string version,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = ct.Register(end.SetResult);
        await end.Task;
        if (ct.IsCancellationRequested)
            throw new IOException($"The connection was closed while version {version} was watched.");
        yield break;
    }
}
