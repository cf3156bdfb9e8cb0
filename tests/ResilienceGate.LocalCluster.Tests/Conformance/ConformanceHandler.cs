namespace ResilienceGate.LocalCluster.Tests.Conformance;

/// <summary>
/// Fails the test to which the API server gives an answer that the real one's description does not allow. Off unless
/// <c>RESILIENCE_GATE_OPENAPI</c> names a folder with the descriptions of a real cluster, one file a group.
/// </summary>
internal sealed class ConformanceHandler : DelegatingHandler
{
    private const string Variable = "RESILIENCE_GATE_OPENAPI";

    private static readonly Lazy<Task<OpenApiDescription?>> _description = new(ReadAsync);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri?.AbsolutePath ?? "";
        if (!IsObject(request, response) || await _description.Value is not { } description)
            return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var wrong = description.Violations(request.Method, path, (int)response.StatusCode, body);
        if (wrong.Count > 0)
            Assert.Fail(
                $"{request.Method} {request.RequestUri} answers {(int)response.StatusCode} what the real one does not:"
                    + string.Concat(wrong.Take(5).Select(w => $"{Environment.NewLine}  {w}"))
                    + $"{Environment.NewLine}{body}"
            );
        return response;
    }

    /// <summary>Neither a stream nor a table, which are described elsewhere.</summary>
    private static bool IsObject(HttpRequestMessage request, HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is "application/json"
        && !request.Headers.Accept.ToString().Contains("as=", StringComparison.Ordinal)
        && request.RequestUri?.Query.Contains("watch=", StringComparison.Ordinal) is not true;

    private static async Task<OpenApiDescription?> ReadAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? await OpenApiDescription.ReadAsync(folder, CancellationToken.None)
            : null;
}
