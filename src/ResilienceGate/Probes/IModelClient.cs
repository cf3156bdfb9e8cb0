namespace ResilienceGate.Probes;

/// <summary>Speaks a protocol to one endpoint. Any number of calls may be on their way at once.</summary>
/// <remarks>
/// What the server or the network does wrong is a <see cref="Reply{T}"/>, never an exception. A call that is cancelled
/// ends as <see cref="Agents.Outcome.Timeout"/>: the token is the call's deadline.
/// </remarks>
internal interface IModelClient : IDisposable
{
    ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct);

    ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct);
}
