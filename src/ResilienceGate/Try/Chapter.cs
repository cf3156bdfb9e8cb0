using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Experiments;

namespace ResilienceGate.Try;

/// <summary>One version that is rolled out and put before the gate.</summary>
/// <param name="Title">What happens, for people.</param>
/// <param name="Version">The version's label.</param>
/// <param name="LongerLoad">How much longer its model takes to load than the first one's.</param>
/// <param name="Folder">Where its reports are written, within the report folder.</param>
/// <param name="Complaint">What is wrong with an outcome; null when it is as it must be.</param>
internal sealed record Chapter(
    string Title,
    string Version,
    TimeSpan LongerLoad,
    string Folder,
    Func<RunOutcome, string?> Complaint
)
{
    private static readonly TimeSpan Slower = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Chapter> All { get; } =
    [
        new("the first version becomes the baseline", "1", TimeSpan.Zero, "1-baseline", MustPass),
        new("an equal version must pass", "2", TimeSpan.Zero, "2-equal", MustPass),
        new("a version that loads its model 5 s slower must fail", "3", Slower, "3-slower", MustFail),
    ];

    private static string? MustPass(RunOutcome outcome) =>
        outcome is { ExitCode: ExitCodes.Pass, Result.Verdict: Verdict.Pass }
            ? null
            : $"it should have passed, and the verdict is {outcome.Result.Verdict}";

    private static string? MustFail(RunOutcome outcome) =>
        outcome.ExitCode != ExitCodes.Failed ? $"it should have failed, and the verdict is {outcome.Result.Verdict}"
        : outcome.Result.Findings.Any(f => f is { Verdict: Verdict.Regression, Metric: Metric.RecoveryTime }) ? null
        : "it failed, but not for its recovery time";
}
