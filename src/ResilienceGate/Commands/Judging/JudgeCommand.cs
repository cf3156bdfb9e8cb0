using System.CommandLine;
using System.Text;
using System.Text.Json;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Commands.Judging;

/// <summary><c>judge</c>: the verdict alone, from files or in batch.</summary>
internal static class JudgeCommand
{
    public static Command Create()
    {
        var baseline = new Option<string[]>("--baseline")
        {
            Description = "JSON reports of accepted runs, or stored baselines",
            AllowMultipleArgumentsPerToken = true,
        };
        var candidate = new Option<string?>("--candidate")
        {
            Description =
                "The JSON report of the run to be judged; default: gates as JSON Lines from the standard input",
        };
        var pairs = new Option<string?>("--pairs")
        {
            Description = "The pairs of a duet of the accepted version and this one",
        };
        var strict = new Option<bool>("--strict")
        {
            Description = "In batch: end at the first line that cannot be judged",
        };
        var command = new Command(
            "judge",
            """
            Judges what was measured, without a cluster: the JSON report of a run against those of accepted runs, or, without
            --candidate, many gates as JSON Lines from the standard input, one verdict a line (docs/judge.md).

            Exit codes: 0 pass; 1 regression; 2 a file or a line that cannot be read; 4 inconclusive. A batch whose lines
            could all be judged is 0, whatever their verdicts.

            Example: resilience-gate judge --baseline accepted/*.json --candidate resilience-gate-report/result.json
            """
        )
        {
            baseline,
            candidate,
            pairs,
            strict,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var streams = parsed.InvocationConfiguration;
                try
                {
                    if (parsed.GetValue(candidate) is { } path)
                        return await new JudgeFiles(streams.Output).RunAsync(
                            parsed.GetValue(baseline) ?? [],
                            path,
                            parsed.GetValue(pairs),
                            ct
                        );

                    if (parsed.GetValue(baseline) is { Length: > 0 } || parsed.GetValue(pairs) is not null)
                        throw new UsageException("--baseline and --pairs are about a --candidate, which is missing.");

                    using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8, false, 1 << 16);
                    return await new JudgeBatch(input, streams.Output, streams.Error).RunAsync(
                        parsed.GetValue(strict),
                        ct
                    );
                }
                catch (Exception e)
                    when (e
                            is DocumentException
                                or UsageException
                                or JsonException
                                or IOException
                                or UnauthorizedAccessException
                    )
                {
                    await streams.Error.WriteLineAsync($"error: {e.Message}");
                    return ExitCodes.Invalid;
                }
            }
        );
        return command;
    }
}
