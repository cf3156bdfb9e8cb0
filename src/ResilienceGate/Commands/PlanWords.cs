using System.CommandLine;

namespace ResilienceGate.Commands;

/// <summary>Options that stand for a key of the plan: what the plan refuses, the command line refuses.</summary>
internal static class PlanWords
{
    /// <summary>Has an option read as the plan's key is; an empty value is none, as in a pipeline's unset input.</summary>
    public static void ReadAs<T>(this Option<string?> option, Plans.Forms.ScalarForm<T> form) =>
        option.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(t => t.Value).Where(v => v.Length > 0))
            {
                if (form.ReadLine(word).Problem is { } problem)
                    result.AddError($"{option.Name} \"{word}\" {problem}");
            }
        });
}
