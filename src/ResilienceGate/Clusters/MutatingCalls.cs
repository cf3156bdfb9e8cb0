using System.Net;
using k8s.Autorest;
using Polly;
using Polly.Retry;

namespace ResilienceGate.Clusters;

/// <summary>
/// Sends requests that change the cluster. One that is under way when the run ends is not cut off: the cluster might
/// carry it out all the same, after the revert has looked.
/// </summary>
internal sealed class MutatingCalls
{
    /// <summary>How long a request may go on when the run has ended; the revert waits for it, and has 7 s in all.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _again;

    public MutatingCalls(TimeProvider time)
    {
        _time = time;
        _again = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    // An API server that answers with an error can be asked again. One that does not answer cannot: when
                    // the fault began would not be known.
                    ShouldHandle = new PredicateBuilder().Handle<HttpOperationException>(e =>
                        e.Response.StatusCode >= HttpStatusCode.InternalServerError
                    ),
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromMilliseconds(250),
                    BackoffType = DelayBackoffType.Constant,
                }
            )
            .Build();
    }

    /// <param name="ct">Cancelled before a request is sent, it is not; later, the request has a moment to end.</param>
    public async Task SendAsync(Func<CancellationToken, Task> request, CancellationToken ct)
    {
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var ending = ct.Register(() => end.CancelAfter(Grace));
        await _again.ExecuteAsync(
            async attempt =>
            {
                ct.ThrowIfCancellationRequested();
                await request(attempt);
            },
            end.Token
        );
    }
}
