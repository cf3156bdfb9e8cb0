using System.Net;
using k8s.Autorest;
using Polly;
using Polly.Retry;
using ResilienceGate.Clusters;

namespace ResilienceGate.Rollbacks;

/// <summary>
/// Does one thing after the other, each again for a while when the cluster is in trouble, and remembers what could not
/// be done: one failure keeps nothing else from being reverted. Only what may be done twice belongs here.
/// </summary>
internal sealed class Attempts(TimeProvider time)
{
    private readonly List<string> _failures = [];

    private readonly ResiliencePipeline _again = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(
            new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsPassing),
                // About 20 s in all.
                MaxRetryAttempts = 12,
                Delay = TimeSpan.FromMilliseconds(250),
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = TimeSpan.FromSeconds(2),
            }
        )
        .Build();

    /// <summary>For what everything else depends on: a failure is thrown.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken ct) =>
        await _again.ExecuteAsync(async c => await ask(c), ct);

    /// <param name="what">As it is said when it fails: <c>opening node n1</c>.</param>
    /// <returns>False when it could not be done.</returns>
    public async Task<bool> DoAsync(string what, Func<CancellationToken, Task> act, CancellationToken ct)
    {
        try
        {
            await _again.ExecuteAsync(async c => await act(c), ct);
            return true;
        }
        catch (HttpOperationException e)
        {
            Fail($"{what}: {e.Explain()}");
        }
        catch (GateException e)
        {
            Fail($"{what}: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            Fail($"{what}: {e.GetBaseException().Message}");
        }
        return false;
    }

    public void Fail(string why)
    {
        lock (_failures)
            _failures.Add(why);
    }

    /// <exception cref="GateException">Something could not be done; the message has all of it.</exception>
    public void ThrowIfAnyFailed()
    {
        if (_failures.Count > 0)
            throw new GateException(
                "Not everything is reverted:" + string.Concat(_failures.Select(f => $"{Environment.NewLine}  {f}"))
            );
    }

    private static bool IsPassing(Exception e) =>
        e is HttpRequestException or IOException
        || e is HttpOperationException http
            && (
                http.Response.StatusCode >= HttpStatusCode.InternalServerError
                || http.Is(HttpStatusCode.TooManyRequests)
                || http.Is(HttpStatusCode.RequestTimeout)
            );
}
