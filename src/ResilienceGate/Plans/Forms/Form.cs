using System.Text.Json.Nodes;

namespace ResilienceGate.Plans.Forms;

/// <summary>
/// How a value is written in a plan. One declaration serves the reader, the JSON schema and the reference, so that they
/// cannot drift apart.
/// </summary>
internal abstract class Form
{
    /// <summary>What the value is: <c>a duration from 1s to 1h, such as 20s</c>.</summary>
    public abstract string Description { get; }

    /// <summary>The form as JSON Schema, draft 7, within what JSON Schema can say.</summary>
    public abstract JsonObject Schema();

    /// <summary>What to add where <paramref name="key"/> is missing.</summary>
    public abstract string Addition(string key);
}
