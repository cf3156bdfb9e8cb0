using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>What <c>kubectl get pods</c> says of a pod in a word, by the rules of the real <c>printPod</c>.</summary>
internal sealed record PodSummary(string Ready, string Reason, long Restarts, DateTimeOffset? LastRestart)
{
    public static PodSummary Of(JsonObject pod)
    {
        var spec = pod.Object("spec") ?? [];
        var status = pod.Object("status") ?? [];
        var sidecars = spec.Items("initContainers")
            .Where(c => c.Text("restartPolicy") is "Always")
            .Select(c => c.Text("name"))
            .ToHashSet(StringComparer.Ordinal);
        var phase = status.Text("phase") ?? "Unknown";
        var reason = status.Text("reason") ?? phase;
        if (
            status
                .Items("conditions")
                .Any(c => c.Text("type") is "PodScheduled" && c.Text("reason") is "SchedulingGated")
        )
            reason = "SchedulingGated";

        List<JsonObject> initial = [.. status.Items("initContainerStatuses")];
        List<JsonObject> main = [.. status.Items("containerStatuses")];
        var sidecarStatuses = initial.Where(c => sidecars.Contains(c.Text("name"))).ToList();
        var blocking = Blocking(initial, sidecars, spec.Items("initContainers").Count());
        var initializing = blocking is not null && !IsTrue(status, "Initialized");
        if (initializing)
            reason = blocking ?? reason;
        else
            reason = MainReason(status, main, reason);

        if (pod.Metadata.ContainsKey("deletionTimestamp"))
        {
            if (status.Text("reason") is "NodeLost")
                reason = "Unknown";
            else if (phase is not ("Succeeded" or "Failed"))
                reason = "Terminating";
        }
        var counted = initializing ? initial : [.. sidecarStatuses, .. main];
        var ready = initializing ? 0 : main.Count(c => c.Flag("ready") is true && State(c, "running") is not null);
        ready += sidecarStatuses.Count(c => c.Flag("started") is true && c.Flag("ready") is true);
        var total = spec.Items("containers").Count() + sidecars.Count;
        return new($"{ready}/{total}", reason, counted.Sum(c => c.Number("restartCount") ?? 0), LastRestartOf(counted));
    }

    /// <summary>What the first init container that has not done its part is at; null when all have.</summary>
    private static string? Blocking(List<JsonObject> initial, HashSet<string?> sidecars, int total)
    {
        for (var i = 0; i < initial.Count; i++)
        {
            var container = initial[i];
            var terminated = State(container, "terminated");
            if (
                terminated?.Number("exitCode") is 0
                || (sidecars.Contains(container.Text("name")) && container.Flag("started") is true)
            )
                continue;
            if (terminated is not null)
                return "Init:" + Ended(terminated);
            return State(container, "waiting")?.Text("reason") is { Length: > 0 } waiting and not "PodInitializing"
                ? "Init:" + waiting
                : $"Init:{i}/{total}";
        }
        return null;
    }

    private static string MainReason(JsonObject status, List<JsonObject> main, string reason)
    {
        var running = false;
        string? error = null;
        foreach (var container in Enumerable.Reverse(main))
        {
            if (State(container, "waiting")?.Text("reason") is { Length: > 0 } waiting)
                reason = waiting;
            else if (State(container, "terminated") is { } terminated)
            {
                reason = Ended(terminated);
                if (terminated.Number("exitCode") is not 0)
                    error = reason;
            }
            else if (container.Flag("ready") is true && State(container, "running") is not null)
                running = true;
        }
        if (reason is not "Completed")
            return reason;
        if (running && IsTrue(status, "Ready"))
            return "Running";
        return error ?? (running ? "NotReady" : reason);
    }

    private static string Ended(JsonObject terminated) =>
        terminated.Text("reason") is { Length: > 0 } reason ? reason
        : terminated.Number("signal") is { } signal and not 0 ? $"Signal:{signal}"
        : $"ExitCode:{terminated.Number("exitCode") ?? 0}";

    private static DateTimeOffset? LastRestartOf(IEnumerable<JsonObject> containers) =>
        containers
            .Select(c => c.Object("lastState")?.Object("terminated")?.Text("finishedAt"))
            .OfType<string>()
            .Select(t => (DateTimeOffset?)Timestamps.Parse(t))
            .Max();

    private static JsonObject? State(JsonObject container, string state) => container.Object("state")?.Object(state);

    private static bool IsTrue(JsonObject status, string condition) =>
        status
            .Items("conditions")
            .Any(c => string.Equals(c.Text("type"), condition, StringComparison.Ordinal) && c.Text("status") is "True");
}
