namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>
/// The accepted version and the candidate side by side, broken in pairs, as far as it got. It never changes:
/// <see cref="With"/> gives the duet with one more pair. Whoever carries it out injects a pair of one of the
/// <see cref="Wanted"/> experiments, asks again, and ends when none is wanted any more or when time is up; then
/// <see cref="Judge"/> turns it into findings.
/// </summary>
public sealed record Duet
{
    /// <param name="suspects">At least one.</param>
    /// <param name="all">Suspects of the gate, at least as many.</param>
    private Duet(IReadOnlyList<Suspect> suspects, Reference against, int all) =>
        (Suspects, Against, AllSuspects) = (suspects, against, all);

    /// <summary>Whose version the accepted arm has to run.</summary>
    public Reference Against { get; }

    /// <summary>The hypotheses to be settled.</summary>
    internal IReadOnlyList<Suspect> Suspects { get; private init; }

    /// <summary>Suspects of the gate: those of this duet, and of the one against another reference.</summary>
    internal int AllSuspects { get; }

    /// <summary>The valid pairs, in order.</summary>
    public IReadOnlyList<InjectionPair> Pairs { get; private init; } = [];

    /// <summary>Pairs that do not count, because one of their injections does not.</summary>
    public int Void { get; private init; }

    /// <summary>One regression is enough to end it.</summary>
    public DuetState State =>
        Suspects.Any(suspect => suspect.State is DuetState.Regression) ? DuetState.Regression
        : Suspects.All(suspect => suspect.State is DuetState.Cleared) ? DuetState.Cleared
        : DuetState.Undecided;

    /// <summary>
    /// The experiments that need a further pair, the one with the fewest first. Empty when the duet is decided, or when
    /// further pairs would not decide it.
    /// </summary>
    public IReadOnlyList<string> Wanted =>
        State is not DuetState.Undecided
            ? []
            :
            [
                .. Suspects
                    .Where(suspect => suspect.State is DuetState.Undecided)
                    .SelectMany(suspect => suspect.Experiments)
                    .Distinct(StringComparer.Ordinal)
                    .Where(experiment => PairsOf(experiment) < SequentialTest.MostPairs)
                    .OrderBy(PairsOf)
                    .ThenBy(experiment => experiment, StringComparer.Ordinal),
            ];

    /// <summary>What is known of each suspect.</summary>
    public IReadOnlyList<SuspectProgress> Progress =>
        [.. Suspects.Select(suspect => SuspectProgress.Of(suspect, AllSuspects))];

    /// <param name="suspects">At least one.</param>
    /// <param name="all">Suspects of the gate, at least as many.</param>
    internal static Duet Start(IReadOnlyList<Suspect> suspects, Reference against, int all) =>
        new(suspects, against, all);

    /// <summary>
    /// The duet with one more pair. A pair with an injection that does not count is counted as void and changes nothing
    /// else, and so does one that is not wanted.
    /// </summary>
    public Duet With(InjectionPair pair)
    {
        if (pair is not { Accepted: not null, Candidate: not null })
            return this with { Void = Void + 1 };

        if (!Wanted.Contains(pair.Experiment, StringComparer.Ordinal))
            return this;

        return this with
        {
            Pairs = [.. Pairs, pair],
            Suspects = [.. Suspects.Select(suspect => suspect.Look(pair, AllSuspects))],
        };
    }

    private int PairsOf(string experiment) =>
        Pairs.Count(pair => string.Equals(pair.Experiment, experiment, StringComparison.Ordinal));
}
