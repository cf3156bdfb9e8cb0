using System.CommandLine;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Hosts;
using ResilienceGate.Plans;

namespace ResilienceGate.Commands;

/// <summary>Turns what a command cannot do into a message and an exit code: never a stack trace.</summary>
internal static class CommandErrors
{
    /// <param name="host">Shows plan errors on the lines of the plan where it can.</param>
    public static void SetGuardedAction(
        this Command command,
        ICiHost host,
        Func<ParseResult, CancellationToken, Task<int>> action
    ) =>
        command.SetAction(
            async (parsed, ct) =>
            {
                var error = parsed.InvocationConfiguration.Error;
                try
                {
                    return await action(parsed, ct);
                }
                catch (PlanException e)
                {
                    foreach (var mistake in host.HasAnnotations ? e.Errors : [])
                        host.Annotate(Annotation.Of(mistake));
                    await error.WriteLineAsync(e.Message);
                    return ExitCodes.Invalid;
                }
                catch (UsageException e)
                {
                    if (host.HasAnnotations)
                        host.Annotate(new Annotation(AnnotationLevel.Error, e.Message) { Title = "Wrong usage" });
                    await error.WriteLineAsync($"error: {e.Message}");
                    return ExitCodes.Invalid;
                }
                catch (GateException e)
                {
                    if (host.HasAnnotations)
                        host.Annotate(
                            new Annotation(AnnotationLevel.Error, e.Message) { Title = "The gate could not do its job" }
                        );
                    await error.WriteLineAsync($"error: {e.Message}");
                    return ExitCodes.Error;
                }
                catch (HttpOperationException e)
                {
                    await error.WriteLineAsync($"error: the cluster refused a request: {e.Explain()}");
                    return ExitCodes.Error;
                }
                catch (HttpRequestException e)
                {
                    await error.WriteLineAsync(
                        $"error: the cluster does not answer: {e.Message} Check --kubeconfig and --context."
                    );
                    return ExitCodes.Error;
                }
                catch (OperationCanceledException) when (ct.IsCancellationRequested)
                {
                    await error.WriteLineAsync("cancelled");
                    return ExitCodes.Cancelled;
                }
            }
        );
}
