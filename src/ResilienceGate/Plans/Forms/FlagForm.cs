using System.Text.Json.Nodes;

namespace ResilienceGate.Plans.Forms;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class FlagForm : ScalarForm<bool>
{
    public override string Description => "true or false";

    protected override string Example => "true";

    public override Parsed<bool> Parse(string text) =>
        text switch
        {
            "true" => true,
            "false" => false,
            _ => Parsed.Wrong<bool>("is neither true nor false; write one of these words"),
        };

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
