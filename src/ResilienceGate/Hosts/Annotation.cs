using ResilienceGate.Plans;

namespace ResilienceGate.Hosts;

/// <summary>One message that a host shows beside the run, and on a line of a file when it knows one.</summary>
internal sealed record Annotation(AnnotationLevel Level, string Message)
{
    public string? Title { get; init; }

    /// <summary>Path as the user gave it.</summary>
    public string? File { get; init; }

    /// <summary>From 1.</summary>
    public int? Line { get; init; }

    /// <summary>From 1.</summary>
    public int? Column { get; init; }

    public static Annotation Of(PlanError error) =>
        new(AnnotationLevel.Error, error.Message)
        {
            Title = "The plan is wrong",
            File = error.File,
            Line = error.Line,
            Column = error.Column,
        };
}
