namespace ResilienceGate.Core.Reports.Html;

/// <summary>A table of markup. Headings that start with <c>&gt;</c> are of numbers, and aligned to the right.</summary>
/// <param name="caption">What the table shows, for those who do not see it.</param>
/// <param name="headings">Of the columns.</param>
internal sealed class HtmlTable(string caption, params IReadOnlyList<string> headings)
{
    private readonly List<Markup> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public void Add(params IReadOnlyList<Markup> cells) =>
        _rows.Add(
            Markup.Of($"<tr>{Markup.Join(cells.Select((cell, i) => Markup.Of($"<td{Class(i)}>{cell}</td>")))}</tr>\n")
        );

    public Markup Render() =>
        IsEmpty
            ? Markup.None
            : Markup.Of(
                $"""
                <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table>
                <caption>{caption}</caption>
                <thead><tr>{Markup.Join(headings.Select(Heading))}</tr></thead>
                <tbody>
                {Markup.Join(_rows)}</tbody></table></div>

                """
            );

    private Markup Heading(string heading, int column) =>
        Markup.Of($"<th scope=\"col\"{Class(column)}>{heading.TrimStart('>')}</th>");

    private Markup Class(int column) =>
        headings[column].StartsWith('>') ? new Markup(" class=\"number\"") : Markup.None;
}
