using CsCheck;

namespace ResilienceGate.Tests.Plans;

/// <summary>Whatever a plan says, the reader answers with a plan or with errors that have a place.</summary>
public sealed class PlanFuzzTests
{
    private static readonly string[] Lines = Samples.Complete.Split('\n');

    /// <summary>What YAML or the units give a meaning to.</summary>
    private static readonly string[] Odd =
        "~ 0 -1 1e999 99999999999999999999h NaN &a *a [ { } | > !x !![ !<> - : :x ' \" # % --- ... ? << \t \u0085 \0".Split(
            ' '
        );

    private static readonly Gen<int> Line = Gen.Int[0, Lines.Length - 1];

    private static readonly Gen<string> Word = Gen.OneOf(
        Line.Select(i => Lines[i].Split(':')[^1].Trim()),
        Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]),
        Gen.String
    );

    private static readonly Gen<Change> Mutation = Gen.OneOf(
        Line.Select<int, Change>(at => lines => [.. lines.Take(at), .. lines.Skip(at + 1)]),
        Gen.Select<int, int, Change>(
            Line,
            Line,
            (at, other) => lines => [.. lines.Take(at), Lines[other], .. lines.Skip(at)]
        ),
        Gen.Select<int, string, Change>(
            Line,
            Word,
            (at, word) => lines => Edit(lines, at, l => $"{l.Split(':')[0]}: {word}")
        ),
        Gen.Select<int, int, string, Change>(
            Line,
            Gen.Int[0, 30],
            Word,
            (at, column, word) => lines => Edit(lines, at, l => l.Insert(Math.Min(column, l.Length), word))
        )
    );

    private delegate string[] Change(string[] lines);

    [Fact]
    public void A_mutated_plan_is_read_or_refused() =>
        Mutation
            .List[1, 4]
            .Select(changes => string.Join('\n', changes.Aggregate(Lines, (lines, change) => change(lines))))
            .Sample(IsReadOrRefused, iter: 1500);

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.OneOf(Gen.String, Word.List[0, 12].Select(words => string.Join('\n', words)))
            .Sample(IsReadOrRefused, iter: 1500);

    private static bool IsReadOrRefused(string text) =>
        Samples.Errors(text).All(e => e is { Line: >= 1, Column: >= 1, Message.Length: > 10 });

    private static string[] Edit(string[] lines, int at, Func<string, string> edit) =>
        [.. lines.Select((line, i) => i == at ? edit(line) : line)];
}
