using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Hosts;

/// <summary>
/// The place that runs the gate, in the few words that it understands. Commands of a host are written here and nowhere
/// else.
/// </summary>
internal interface ICiHost
{
    string Name { get; }

    /// <summary>Whether a person sits before the output, so that it may move.</summary>
    bool IsInteractive { get; }

    Revision Revision { get; }

    /// <summary>For every line that is not a command: what is written here is never taken for one.</summary>
    TextWriter Log { get; }

    /// <summary>Whether messages are shown beside the run. A console has one stream only, and the final screen says it all.</summary>
    bool HasAnnotations { get; }

    void Annotate(Annotation annotation);

    /// <param name="percent">0 to 100.</param>
    void Progress(int percent, string step);

    /// <summary>Hands a value to later steps.</summary>
    /// <param name="name">Lower case with hyphens; a host spells it in its own way.</param>
    void SetOutput(string name, string value);

    /// <summary>Hands a value to the clean-up that runs after this step, even when this one is killed right after.</summary>
    /// <param name="name">Letters only.</param>
    void SaveState(string name, string value);

    /// <summary>Shows a Markdown file on the page of the run.</summary>
    /// <param name="path">Absolute.</param>
    Task PublishSummaryAsync(string path, CancellationToken ct);

    /// <summary>The path as later steps and the pages of the host know it.</summary>
    string Locate(string path);

    /// <summary>Tells what the step comes to, where the exit code cannot.</summary>
    void Conclude(Conclusion conclusion, string reason);
}
