using System.CommandLine;
using k8s.Autorest;
using ResilienceGate.Clusters;

namespace ResilienceGate.Agents.Guard;

/// <summary><c>agent guard</c>: reverts a run whose gate has died.</summary>
internal static class GuardCommand
{
    public static Command Create()
    {
        var ns = new Option<string>("--namespace") { Description = "The target's namespace", Required = true };
        var run = new Option<string>("--run") { Description = "The run to watch over", Required = true };
        var credentials = new Option<string>("--credentials")
        {
            Description = "The folder with the token of a service account",
            Required = true,
        };
        var guard = new Command(
            "guard",
            "Watch over a run, and revert it when its gate has died. Example: agent guard --namespace recommender --run "
                + "20260102-030405-bcdf --credentials /var/run/secrets/kubernetes.io/serviceaccount"
        )
        {
            ns,
            run,
            credentials,
        };
        guard.SetAction(
            (parsed, ct) =>
                RunAsync(
                    parsed.GetRequiredValue(ns),
                    parsed.GetRequiredValue(run),
                    parsed.GetRequiredValue(credentials),
                    parsed.InvocationConfiguration.Output,
                    ct
                )
        );
        return guard;
    }

    private static async Task<int> RunAsync(
        string ns,
        string run,
        string credentials,
        TextWriter output,
        CancellationToken ct
    )
    {
        try
        {
            using var cluster = ClusterConnection.OpenInside(credentials);
            await new GuardAgent(cluster, TimeProvider.System, output.WriteLine).RunAsync(ns, run, ct);
            return ExitCodes.Pass;
        }
        catch (GateException e)
        {
            await output.WriteLineAsync(e.Message);
        }
        catch (HttpOperationException e)
        {
            await output.WriteLineAsync($"The cluster refused a request: {e.Explain()}");
        }
        catch (HttpRequestException e)
        {
            await output.WriteLineAsync($"The cluster does not answer: {e.Message}");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ExitCodes.Cancelled;
        }
        return ExitCodes.Error;
    }
}
