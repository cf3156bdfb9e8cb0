namespace ResilienceGate.Reports;

/// <summary>A file that was given as the result of a run is none.</summary>
internal sealed class ResultFileException(string path, string reason)
    : Exception(
        $"{path}: the result cannot be read: {reason}. Give the {ReportWriter.JsonName} of a report directory."
    );
