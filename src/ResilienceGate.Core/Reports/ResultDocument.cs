namespace ResilienceGate.Core.Reports;

/// <summary>A result as JSON: the report for programs.</summary>
public static class ResultDocument
{
    private static readonly Document<RunResult> Json = new(
        "a result",
        RunResult.CurrentFormat,
        "Name the result.json of a run; a run of the gate makes a new one.",
        CoreJson.Default.RunResult
    );

    public static string Write(RunResult result) => Json.Write(result);

    /// <param name="source">The file it comes from; errors name it.</param>
    /// <exception cref="DocumentException">It is corrupted, foreign or of another version.</exception>
    public static RunResult Read(string json, string source) => Json.Read(json, source);
}
