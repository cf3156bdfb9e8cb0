using System.Globalization;
using k8s;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Faults.Network;
using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Plans;
using ResilienceGate.Preflights;
using ResilienceGate.Targets;

namespace ResilienceGate.Commands;

/// <summary>Shows what a run of a plan would do.</summary>
internal sealed class PlanPreview(CommandContext context)
{
    public async Task<int> ShowAsync(Plan plan, ClusterOptions options, CancellationToken ct)
    {
        using var cluster = ClusterConnection.Open(options);
        using var gremlin = GremlinApi.From(context.Environment, context.Time);
        var refusals = await new Refusals(cluster, gremlin, context.Time).OfAsync(plan, ct);
        if (await FindAsync(cluster, plan.Target, ct) is { } workload)
            await ShowAsync(plan, cluster, workload, ct);
        Line($"Nothing was created and nothing was broken.");
        return refusals.Count == 0
            ? ExitCodes.Pass
            : throw new GateException(string.Join(Environment.NewLine, ["a run would be refused:", .. refusals]));
    }

    private static async Task<Workload?> FindAsync(Kubernetes cluster, TargetPlan target, CancellationToken ct)
    {
        try
        {
            return await Workload.ReadAsync(cluster, target, ct);
        }
        catch (GateException)
        {
            // A run is refused for it.
            return null;
        }
    }

    private async Task ShowAsync(Plan plan, Kubernetes cluster, Workload workload, CancellationToken ct)
    {
        var missing = await new AccessCheck(cluster).MissingAsync(plan, ct);
        Line(
            $"Target    {plan.Target}, {Count(workload.Replicas, "replica")}, behind the Service {plan.Target.Service}:{plan.Target.Port}"
        );
        Line($"Cluster   {cluster.BaseUri}");
        Line(
            $"Traffic   {plan.Probe.Rate:0.##} requests/s of {plan.Probe.Protocol}; distinct requests: {plan.Probe.Requests.Count}"
        );
        Line($"Creates   in {plan.Agent.Namespace}: one Job and its ConfigMap (the probe, image {plan.Agent.Image})");
        Line($"          in {plan.Target.Namespace}: one Lease, one ConfigMap (the journal)");
        Line($"Breaks");
        var radius = new BlastRadius(workload.Replicas, plan.Limits.MaxPodsPercent);
        foreach (var experiment in plan.Experiments)
        {
            if (experiment.Fault is Core.Experiments.Fault.KubeMonkey)
            {
                Line(
                    $"  {experiment.Name}: {experiment.Fault.Kind}, {Count(experiment.Repeat, "time")}, as many pods as the labels of {plan.Target} say"
                );
                continue;
            }
            var hits = experiment.Mode.AtMost(workload.Replicas);
            Line(
                $"  {experiment.Name}: {experiment.Fault.Kind}, {Count(experiment.Repeat, "time")}, at most {hits} of {workload.Replicas} pods or nodes at once"
            );
            if (
                experiment.Fault is not (Core.Experiments.Fault.NodeDrain or Core.Experiments.Fault.NodeFailure)
                && radius.Refuses(hits) is { } refused
            )
                Line($"    would be refused: {refused}");
            if (experiment.Fault is Fault.InPod)
                Line($"    by an ephemeral container in each of these pods (image {plan.Agent.Image})");
            if (Remark(experiment.Fault, workload) is { } remark)
                Line($"    note: {remark}");
        }
        Line($"Needs");
        foreach (var right in RequiredPermissions.For(plan).GroupBy(p => (p.Resource, p.Group, p.Namespace)))
        {
            var verbs = string.Join(", ", right.Select(p => p.Verb).Distinct());
            var where = right.Key.Namespace is { } ns ? $"in {ns}" : "in the whole cluster";
            var denied = right
                .Select(p => p.Verb)
                .Intersect(missing.Where(m => Concerns(m, right.Key)).Select(m => m.Verb))
                .ToList();
            var mark = denied.Count == 0 ? "" : $"  MISSING: {string.Join(", ", denied)}";
            Line(
                $"  {verbs} {right.Key.Resource} {where}: {string.Join("; ", right.Select(p => p.Why).Distinct())}{mark}"
            );
        }
    }

    private static string? Remark(Fault fault, Workload workload) =>
        fault is Fault.InPod inPod ? PodOrders.For(inPod, workload.Template.Spec, NetworkAim.None).Remark : null;

    private static bool Concerns(Permission permission, (string Resource, string Group, string? Namespace) right) =>
        (permission.Resource, permission.Group, permission.Namespace) == right;

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private void Line(FormattableString text) =>
        context.Host.Log.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
