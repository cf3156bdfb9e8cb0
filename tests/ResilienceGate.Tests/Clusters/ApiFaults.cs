using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ResilienceGate.Tests.Clusters;

/// <summary>Stands between a client and the API, notes what is asked, and answers in its place where a test says so.</summary>
internal sealed class ApiFaults : DelegatingHandler
{
    private readonly ConcurrentQueue<Rule> _rules = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private int _hanging;

    /// <summary>Everything that was asked, as <c>GET /api/v1/...</c>, also what was refused.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Requests that wait for an answer that never comes.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>Answers requests with a refusal, as the API writes it.</summary>
    /// <param name="path">A part of the path and query; <c>*</c> stands between several of them.</param>
    /// <param name="times">How many requests; the rest reaches the API.</param>
    public void Refuse(HttpMethod method, string path, HttpStatusCode code, string message, int times = int.MaxValue) =>
        Add(method, path, times, () => Refusal(code, message));

    /// <summary>Nobody listens.</summary>
    public void Disconnect(HttpMethod method, string path, int times = int.MaxValue) =>
        Add(method, path, times, () => throw new HttpRequestException("Connection refused"));

    /// <summary>The API does what it is asked, and its answer never arrives.</summary>
    public void LoseAnswer(HttpMethod method, string path, int times = int.MaxValue) =>
        _rules.Enqueue(new Rule(method, path, times, Answer: null, Waits: null) { LosesAnswer = true });

    /// <summary>Answers in the place of the API, for what the test's cluster does not have.</summary>
    public void Answer(HttpMethod method, string path, string json) =>
        Add(method, path, int.MaxValue, () => Json(HttpStatusCode.OK, json));

    /// <summary>Does something, such as another client's write, right before a request reaches the API.</summary>
    public void Before(HttpMethod method, string path, Action act, int times = 1) =>
        Add(
            method,
            path,
            times,
            () =>
            {
                act();
                return null;
            }
        );

    /// <summary>The API is slow: requests wait until they are cancelled.</summary>
    /// <returns>Completes when the first of them waits.</returns>
    public Task Hang(HttpMethod method, string path, int times = int.MaxValue)
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rules.Enqueue(new Rule(method, path, times, Answer: null, waits));
        return waits.Task;
    }

    public void Heal() => _rules.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var path = request.RequestUri?.PathAndQuery ?? "";
        _asked.Enqueue($"{request.Method} {path}");
        if (_rules.FirstOrDefault(r => r.Takes(request.Method, path)) is { } rule)
        {
            if (rule.Waits is { } waits)
            {
                Interlocked.Increment(ref _hanging);
                waits.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }
                finally
                {
                    Interlocked.Decrement(ref _hanging);
                }
            }
            if (rule.Answer?.Invoke() is { } answer)
            {
                answer.RequestMessage = request;
                return answer;
            }
            if (rule.LosesAnswer)
            {
                using var lost = await base.SendAsync(request, cancellationToken);
                throw new HttpRequestException("Connection reset");
            }
        }
        return await base.SendAsync(request, cancellationToken);
    }

    private static HttpResponseMessage Refusal(HttpStatusCode code, string message) =>
        Json(
            code,
            $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{message}}","code":{{(int)code}}}"""
        );

    private static HttpResponseMessage Json(HttpStatusCode code, string json) =>
        new(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private void Add(HttpMethod method, string path, int times, Func<HttpResponseMessage?> answer) =>
        _rules.Enqueue(new Rule(method, path, times, answer, Waits: null));

    private sealed record Rule(
        HttpMethod Method,
        string Path,
        int Times,
        Func<HttpResponseMessage?>? Answer,
        TaskCompletionSource? Waits
    )
    {
        private int _taken;

        public bool LosesAnswer { get; init; }

        public bool Takes(HttpMethod method, string path) =>
            method == Method
            && Path.Split('*').All(part => path.Contains(part, StringComparison.Ordinal))
            && Interlocked.Increment(ref _taken) <= Times;
    }
}
