using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Experiments;

/// <summary>What a run came to.</summary>
internal sealed record RunOutcome(RunResult Result, RunEnding Ending)
{
    /// <summary>What the process tells its caller.</summary>
    public int ExitCode =>
        Ending switch
        {
            _ when Result.CleanUp.Left.Count > 0 => ExitCodes.Error,
            RunEnding.Failed => ExitCodes.Error,
            RunEnding.Cancelled => ExitCodes.Cancelled,
            RunEnding.Aborted when Result.Verdict is not Verdict.Regression => ExitCodes.Aborted,
            _ when Result.Conclusion is not Conclusion.Failure => ExitCodes.Pass,
            _ when Result.Verdict is Verdict.Inconclusive => ExitCodes.Inconclusive,
            _ => ExitCodes.Failed,
        };
}
