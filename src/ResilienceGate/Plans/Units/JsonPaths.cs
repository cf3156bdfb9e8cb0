using ResilienceGate.Plans.Forms;
using ResilienceGate.Probes.HttpApi;

namespace ResilienceGate.Plans.Units;

/// <summary>Paths into JSON.</summary>
internal static class JsonPaths
{
    public static ScalarForm<string> Form { get; } =
        new TextForm<string>(
            "a JSONPath",
            @"^\$.{0,1023}$",
            "$.result.labels[*]",
            text =>
                AnswerPath.FindProblem(text) is { } problem
                    ? Parsed.Wrong<string>(
                        $"is no JSONPath ({problem.TrimEnd('.')}); write it as in $.result.labels[*]"
                    )
                    : text
        );
}
