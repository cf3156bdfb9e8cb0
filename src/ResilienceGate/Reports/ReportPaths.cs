namespace ResilienceGate.Reports;

/// <summary>Where the reports of a run are; absolute.</summary>
internal sealed record ReportPaths(string Json, string Markdown, string Html);
