using System.Text;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Sections;

namespace ResilienceGate.Tests.Plans.Generated;

/// <summary>The tables of docs/plan.md: one for each section, from the declarations that the reader reads by.</summary>
internal sealed class PlanReference
{
    private readonly StringBuilder _text = new();

    public static string Text()
    {
        var reference = new PlanReference();
        var plan = new PlanSection();
        reference.Table(plan.Keys);
        foreach (var key in plan.Keys)
            reference.Section(key.Name, key);
        return reference._text.ToString();
    }

    private void Section(string path, Key key)
    {
        if (Inner(key.Form) is not { } section)
            return;
        _text.Append($"### `{path}`\n\n{key.Meaning}\n\n");
        Table(section.Keys);
        foreach (var alike in section.Variants.Where(v => v.Keys.Count > 0).GroupBy(v => v.Keys))
        {
            var words = alike.Select(v => $"`{section.Discriminator?.Name}: {v.Word}`");
            _text.Append($"With {string.Join(" or ", words)} also:\n\n");
            Table(alike.Key);
        }
        foreach (var inner in section.Keys)
            Section($"{path}.{inner.Name}", inner);
    }

    private void Table(IEnumerable<Key> keys)
    {
        _text.Append("| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
        foreach (var key in keys)
            _text.Append($"| `{key.Name}` | {Value(key.Form)} | {Default(key)} | {Cell(key.Meaning)} |\n");
        _text.Append('\n');
    }

    private static string Value(Form form) => Inner(form) is null ? Cell(form.Description) : "see below";

    private static string Default(Key key) =>
        key switch
        {
            { IsRequired: true } => "**required**",
            { Default: { } value } => $"`{value}`",
            { WhenAbsent: { } words } => words,
            _ => "all defaults",
        };

    private static ISection? Inner(Form form) =>
        form is ListForm<Experiment> list ? list.Item as ISection : form as ISection;

    /// <summary>A vertical bar would end the cell.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
