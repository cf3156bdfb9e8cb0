using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Judgement.Cases;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Commands.Judging;

/// <summary>What a line of a batch is answered with.</summary>
internal sealed record VerdictLine
{
    /// <summary>Of the input, from 1.</summary>
    public required long Line { get; init; }

    public string? Id { get; init; }

    /// <summary>Null when the line could not be judged.</summary>
    public CaseOutcome? Verdict { get; init; }

    /// <summary>What the screen left to a duet.</summary>
    public IReadOnlyList<SuspectLine>? Suspects { get; init; }

    /// <summary>Valid pairs that were taken from <c>pairs</c> until the duet was decided, all experiments together.</summary>
    public int? PairsUsed { get; init; }

    public IReadOnlyList<FindingLine>? Findings { get; init; }

    public ErrorLine? Error { get; init; }

    public static VerdictLine Of(long line, string? id, CaseVerdict verdict) =>
        new()
        {
            Line = line,
            Id = id,
            Verdict = verdict.Outcome,
            Suspects =
            [
                .. verdict.Suspects.Select(suspect => new SuspectLine(
                    suspect.Metric,
                    suspect.Experiment,
                    suspect.State,
                    suspect.Pairs
                )),
            ],
            PairsUsed = verdict.PairsUsed.Values.Sum(),
            Findings =
            [
                .. verdict
                    .Findings.Where(finding => finding.Verdict is not Core.Judgement.Verdict.Pass)
                    .Select(finding => new FindingLine(
                        finding.Verdict,
                        finding.Metric,
                        finding.Experiment,
                        finding.Summary,
                        finding.Evidence
                    )),
            ],
        };
}

/// <param name="Experiment">Null: the mean over the experiments.</param>
internal sealed record SuspectLine(Metric Metric, string? Experiment, DuetState State, int Pairs);

/// <param name="Metric">Null for what is judged without statistics.</param>
internal sealed record FindingLine(
    Verdict Verdict,
    Metric? Metric,
    string? Experiment,
    string Summary,
    Comparison? Evidence
);

/// <param name="Column">From 1, in bytes.</param>
internal sealed record ErrorLine(long Column, string Message);
