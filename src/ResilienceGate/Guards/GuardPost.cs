using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Agents.Guard;
using ResilienceGate.Clusters;
using ResilienceGate.Experiments;
using ResilienceGate.Plans;
using ResilienceGate.Targets;

namespace ResilienceGate.Guards;

/// <summary>The guard of one run, seen from the gate: on duty before the first fault, and gone after the last.</summary>
internal sealed class GuardPost : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan OnDutyWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RemoveWithin = TimeSpan.FromSeconds(5);

    private readonly IKubernetes _cluster;
    private readonly V1Job? _job;
    private readonly RunRecord _record;
    private readonly TimeProvider _time;

    private GuardPost(IKubernetes cluster, V1Job? job, RunRecord record, TimeProvider time)
    {
        _cluster = cluster;
        _job = job;
        _record = record;
        _time = time;
    }

    /// <summary>Returns when the guard is on duty, or when the plan can do without one.</summary>
    /// <param name="warn">Told why there is none.</param>
    /// <exception cref="GateException">There is none, and the plan requires one.</exception>
    public static async Task<GuardPost> SetAsync(
        IKubernetes cluster,
        Plan plan,
        Target target,
        RunSettings run,
        RunRecord record,
        Action<string> warn,
        CancellationToken ct
    )
    {
        var time = run.Clock.Time;
        if (!GuardJob.IsNeededBy(plan))
            return new GuardPost(cluster, job: null, record, time);
        var job = GuardJob.For(plan, run.Id, target.Namespace, target.Selector);
        var post = new GuardPost(cluster, job, record, time);
        try
        {
            await RequireAccountAsync(cluster, plan.Agent, ct);
            await post.StartAsync(job, ct);
            return post;
        }
        catch (GateException e) when (plan.Agent.Guard is GuardMode.Wanted)
        {
            warn($"{e.Message} Should this gate be killed, `resilience-gate rollback` has to revert its fault.");
            return post;
        }
        catch
        {
            await post.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="GateException">The service account of the guard is not there.</exception>
    public static async Task RequireAccountAsync(IKubernetes cluster, AgentPlan agent, CancellationToken ct)
    {
        try
        {
            await cluster.CoreV1.ReadNamespacedServiceAccountAsync(
                agent.ServiceAccount,
                agent.Namespace,
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound) || e.Is(HttpStatusCode.Forbidden))
        {
            throw new GateException(
                $"Nobody would guard this run: {e.Explain()}. Apply action/rbac of this product, name another account in "
                    + "agent.service-account, or write `agent: { guard: never }`.",
                e
            );
        }
    }

    /// <summary>Takes the guard of a run away, if there is one.</summary>
    public static async Task RemoveAsync(IKubernetes cluster, string run, string ns, CancellationToken ct)
    {
        try
        {
            await cluster.BatchV1.DeleteNamespacedJobAsync(
                GuardJob.NameFor(run),
                ns,
                propagationPolicy: "Background",
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            // There was none, or it has gone by itself.
        }
    }

    /// <summary>What is left in the cluster is the guard's to revert: only a clean run needs it no more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_job is null || !_record.CleanUp.IsClean)
            return;
        using var limit = new CancellationTokenSource(RemoveWithin, _time);
        try
        {
            await RemoveAsync(_cluster, _job.GetLabel(Labels.Run), _job.Namespace(), limit.Token);
        }
        catch (Exception e)
            when (e is HttpOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            // It ends by itself when it sees that the run has ended.
        }
    }

    private async Task StartAsync(V1Job job, CancellationToken ct)
    {
        try
        {
            await _cluster.BatchV1.CreateNamespacedJobAsync(job, job.Namespace(), cancellationToken: ct);
        }
        catch (HttpOperationException e)
        {
            throw new GateException($"The guard's Job was refused in namespace '{job.Namespace()}': {e.Explain()}.", e);
        }
        var started = _time.GetTimestamp();
        while (true)
        {
            var pods = await _cluster.CoreV1.ListNamespacedPodAsync(
                job.Namespace(),
                labelSelector: $"job-name={job.Name()}",
                cancellationToken: ct
            );
            var pod = pods.Items.FirstOrDefault();
            var said = pod?.Status?.Phase is "Running" or "Failed" ? await SaidAsync(pod, ct) : "";
            if (said.Contains(GuardAgent.OnDuty, StringComparison.Ordinal))
                return;
            if (pod?.Status?.Phase is "Failed")
                throw new GateException($"The guard ended at once: {said.Trim()}");
            if (_time.GetElapsedTime(started) > OnDutyWithin)
                throw new GateException(
                    $"The guard is not on duty after {OnDutyWithin.TotalMinutes:0} minutes; see "
                        + $"`kubectl -n {job.Namespace()} describe job {job.Name()}`."
                );
            await Task.Delay(Poll, _time, ct);
        }
    }

    private async Task<string> SaidAsync(V1Pod pod, CancellationToken ct)
    {
        try
        {
            await using var log = await _cluster.CoreV1.ReadNamespacedPodLogAsync(
                pod.Name(),
                pod.Namespace(),
                GuardJob.Container,
                cancellationToken: ct
            );
            using var reader = new StreamReader(log);
            return await reader.ReadToEndAsync(ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.BadRequest) || e.Is(HttpStatusCode.NotFound))
        {
            // Its container has not begun to write.
            return "";
        }
    }
}
