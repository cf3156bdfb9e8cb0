using CsCheck;

namespace ResilienceGate.Tests.Plans;

/// <summary>Whatever a plan says, the reader answers with a plan or with errors.</summary>
public sealed class PlanFuzzTests
{
    private static readonly string[] Lines = Samples.Complete.Split('\n');

    private static readonly string[] Hostile =
    [
        "",
        "~",
        "0",
        "-1",
        "1e999",
        "99999999999999999999h",
        "&a",
        "*a",
        "[",
        "{",
        "}",
        "|",
        ">",
        "!x",
        "- ",
        ": ",
        "'",
        "\"",
        "\t",
        "# ",
        "%",
        "---",
        "? ",
        "<<: *a",
    ];

    private static readonly Gen<int> Line = Gen.Int[0, Lines.Length - 1];

    private static readonly Gen<string> Word = Gen.OneOf(
        Line.Select(i => Lines[i].Split(':')[^1].Trim()),
        Gen.Int[0, Hostile.Length - 1].Select(i => Hostile[i]),
        Gen.String
    );

    private static readonly Gen<Change> Mutation = Gen.OneOf(
        Line.Select<int, Change>(i => lines => [.. lines[..At(i, lines)], .. lines[At(i + 1, lines)..]]),
        Gen.Select<int, int, Change>(
            Line,
            Line,
            (i, j) => lines => [.. lines[..At(i, lines)], Lines[j], .. lines[At(i, lines)..]]
        ),
        Gen.Select<int, string, Change>(
            Line,
            Word,
            (i, word) => lines => Replace(lines, i, line => line.Split(':')[0] + ": " + word)
        ),
        Gen.Select<int, string, Change>(Line, Word, (i, word) => lines => Replace(lines, i, line => word + line)),
        Gen.Select<int, int, string, Change>(
            Line,
            Gen.Int[0, 30],
            Word,
            (i, column, word) => lines => Replace(lines, i, line => line.Insert(Math.Min(column, line.Length), word))
        )
    );

    private delegate List<string> Change(List<string> lines);

    [Fact]
    public void A_mutated_plan_is_read_or_refused_with_places_and_messages() =>
        Mutation
            .List[1, 4]
            .Select(mutations =>
                string.Join('\n', mutations.Aggregate(Lines.ToList(), (lines, mutate) => mutate(lines)))
            )
            .Sample(IsReadOrRefused, iter: 3000);

    [Fact]
    public void Any_text_is_read_or_refused_with_places_and_messages() =>
        Gen.OneOf(Gen.String, Word.List[0, 12].Select(words => string.Join('\n', words)))
            .Sample(IsReadOrRefused, iter: 3000);

    private static bool IsReadOrRefused(string text) =>
        Samples.Errors(text).All(e => e is { Line: >= 1, Column: >= 1, Message.Length: > 10 });

    private static List<string> Replace(List<string> lines, int at, Func<string, string> by) =>
        at < lines.Count ? [.. lines[..at], by(lines[at]), .. lines[(at + 1)..]] : lines;

    private static int At(int i, List<string> lines) => Math.Min(i, lines.Count);
}
