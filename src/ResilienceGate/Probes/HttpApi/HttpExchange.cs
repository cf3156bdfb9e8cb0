namespace ResilienceGate.Probes.HttpApi;

/// <summary>One request and its response, as the plan describes them.</summary>
/// <param name="Method">GET, POST or PUT.</param>
/// <param name="Path">From its slash on, with the query.</param>
/// <param name="Headers">Each as <c>Name: value</c>.</param>
/// <param name="Status">Of success.</param>
/// <param name="Answer">A JSONPath that picks the answer out of the response.</param>
/// <param name="Health">A path that answers 200 while the model can serve; null where there is none.</param>
internal sealed record HttpExchange(
    string Method,
    string Path,
    IReadOnlyList<string> Headers,
    int Status,
    string Answer,
    string? Health = null
);
