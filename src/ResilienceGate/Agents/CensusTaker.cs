using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;

namespace ResilienceGate.Agents;

/// <summary>Asks every replica, by its own address, what it says of itself and what it answers to the golden requests.</summary>
/// <param name="connect">Makes a client for a replica.</param>
/// <param name="deadline">Of one call.</param>
internal sealed class CensusTaker(
    Func<Replica, IModelClient> connect,
    IReadOnlyList<PreparedRequest> requests,
    TimeSpan deadline,
    TimeProvider time
)
{
    /// <summary>A replica that has not answered everything by then is reported as it is.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Whoever fails so often is not asked on: the census is to end soon even when nothing answers.</summary>
    private const int MaxProblems = 3;

    /// <returns>One state a replica, in their order; what failed is named in it.</returns>
    public async Task<IReadOnlyList<ReplicaState>> TakeAsync(IReadOnlyList<Replica> replicas, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        return await Task.WhenAll(replicas.Select(replica => AskAsync(replica, ended.Token)));
    }

    private async Task<ReplicaState> AskAsync(Replica replica, CancellationToken ended)
    {
        using var client = connect(replica);
        var problems = new List<string>();
        var answers = new Dictionary<string, Prediction>();

        var description = await CallAsync(client.DescribeAsync, ended);
        if (description.Value is null)
            problems.Add($"metadata: {description.Problem}");
        else if (!description.Value.IsReady)
            problems.Add("the model is not ready by its own account");

        var version = default(string);
        foreach (var request in requests)
        {
            if (problems.Count >= MaxProblems)
                break;
            var reply = await CallAsync(ct => client.InferAsync(request, ct), ended);
            if (reply.Value is { } answer)
            {
                answers[request.Id] = answer.Prediction;
                version ??= answer.ModelVersion;
            }
            else
            {
                problems.Add($"request '{request.Id}': {reply.Problem}");
            }
        }

        if (problems.Count > 0)
            problems.Add($"{answers.Count} of {requests.Count} requests answered");
        return new ReplicaState
        {
            Pod = replica.Pod,
            Address = replica.Address,
            ModelVersion = version ?? description.Value?.Version,
            Digest = description.Value?.Digest,
            Answers = answers,
            Error = problems.Count > 0 ? string.Join("; ", problems) : null,
        };
    }

    private async Task<Reply<T>> CallAsync<T>(
        Func<CancellationToken, ValueTask<Reply<T>>> call,
        CancellationToken ended
    )
        where T : class
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ended);
        return await call(both.Token);
    }
}
