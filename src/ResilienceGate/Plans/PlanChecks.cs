using System.Globalization;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Plans.Units;
using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans;

/// <summary>What must hold between values that are each right by themselves.</summary>
internal sealed class PlanChecks(Plan plan, PlanNode root, PlanErrors errors)
{
    /// <summary>A share of this many requests has a 99th percentile that is not just the slowest of them.</summary>
    private const int LeastForP99 = 100;

    public void Run()
    {
        NamesAreUnique();
        EndsInTime();
        AbortsInTime();
        EnoughRequests();
        P99CanFail();
        StaysWithinBlastRadius();
        TruthIsKnown();
        DriversStayInNamespace();
    }

    private void NamesAreUnique()
    {
        foreach (var (i, experiment) in plan.Experiments.Index())
        {
            var first = plan.Experiments.First(e => e.Name == experiment.Name);
            if (!ReferenceEquals(first, experiment))
                Wrong(
                    $"the experiment on line {first.Line} is called \"{first.Name}\" too; give each a `name` of its own",
                    "experiments",
                    Index(i),
                    "name"
                );
        }
    }

    private void EndsInTime()
    {
        var least = Schedule.Shortest(plan);
        if (least <= plan.Limits.Deadline)
            return;
        Wrong(
            $"the run takes at least {Durations.Format(least)} ({Schedule.Arithmetic(plan)}), but its deadline is"
                + $" {Durations.Format(plan.Limits.Deadline)}; raise `limits: deadline`, or lower `repeat` or `observe`",
            "limits",
            "deadline"
        );
    }

    private void AbortsInTime()
    {
        if (plan.Limits.AbortWhen is { } abort && abort.For >= plan.Limits.Deadline)
            Wrong(
                $"the condition has to hold for {Durations.Format(abort.For)}, which the deadline of"
                    + $" {Durations.Format(plan.Limits.Deadline)} does not leave; write a shorter time, such as 30s",
                "limits",
                "abort-when"
            );
    }

    private void EnoughRequests()
    {
        var (rate, time) = (plan.Probe.Rate, plan.SteadyState.For);
        var requests = Math.Floor(rate * time.TotalSeconds);
        if (plan.SteadyState.Availability is { } share and < 1)
            Refuse(
                Math.Ceiling(Math.Round(1 / (1 - share), 6)),
                $"an availability of {Shares.Format(share)}",
                "availability"
            );
        if (plan.SteadyState.P99 is not null)
            Refuse(LeastForP99, "a 99th percentile", "p99");

        void Refuse(double needed, string what, string key)
        {
            if (requests < needed)
                Wrong(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Rates.Format(rate)} for {Durations.Format(time)} are {requests} requests, but {what} shows in"
                    ) + string.Create(CultureInfo.InvariantCulture, $" {needed} or more; raise `for` or `probe: rate`"),
                    "steady-state",
                    key
                );
        }
    }

    private void P99CanFail()
    {
        if (plan.SteadyState.P99 > plan.Probe.Deadline)
            Wrong(
                $"no answer later than the probe's deadline of {Durations.Format(plan.Probe.Deadline)} is waited for,"
                    + " so this would always hold; write a smaller one, or raise `probe: deadline`",
                "steady-state",
                "p99"
            );
    }

    /// <summary>What is known without the cluster; the number of pods is checked against it before the run.</summary>
    private void StaysWithinBlastRadius()
    {
        var most = plan.Limits.MaxPodsPercent;
        foreach (var (i, experiment) in plan.Experiments.Index())
        {
            var percent = experiment.Mode switch
            {
                Mode.All => 100,
                Mode.FixedPercent p when !HitsNodes(experiment) => p.Percent,
                Mode.RandomMaxPercent p when !HitsNodes(experiment) => p.Percent,
                _ => 0,
            };
            if (percent > most)
                Wrong(
                    $"an injection may hit {percent}% of the pods, but `limits: max-pods` is {most}%; lower it, or raise the limit",
                    "experiments",
                    Index(i),
                    experiment.Mode is Mode.All ? "mode" : "value"
                );
        }
    }

    private static bool HitsNodes(Experiment experiment) => experiment.Fault is Fault.NodeDrain or Fault.NodeFailure;

    private void TruthIsKnown()
    {
        if (
            plan.Truth is TruthSource.Expected
            && plan.Probe.Requests.FirstOrDefault(r => r.Expected is null) is { } request
        )
            Wrong(
                $"the request \"{request.Id}\" has no `expected` answer; add it to the requests file, or write truth: self",
                "oracle",
                "truth"
            );
    }

    private void DriversStayInNamespace()
    {
        var ns = plan.Target.Namespace;
        foreach (var (i, experiment) in plan.Experiments.Index())
        {
            if (
                experiment.Fault is Fault.ChaosMesh own
                && ChaosSpec.NamespacesOf(own).FirstOrDefault(n => n != ns) is { } other
            )
                Wrong(
                    $"the {own.ObjectKind} is of or selects in namespace {other}, but the target is in {ns}; name that one, or none",
                    "experiments",
                    Index(i),
                    "from"
                );
            if (
                experiment.Fault is Fault.KubeMonkey monkey
                && (monkey.Forbidden.Contains(ns) || (monkey.Allowed.Count > 0 && !monkey.Allowed.Contains(ns)))
            )
                Wrong(
                    $"kube-monkey must not touch namespace {ns}: it is on blacklisted_namespaces or not on "
                        + "whitelisted_namespaces; change the lists, or remove this experiment",
                    "experiments",
                    Index(i),
                    "config"
                );
        }
    }

    private void Wrong(string message, params ReadOnlySpan<string> path) => errors.Add(root.Locate(path), message);

    private static string Index(int i) => i.ToString(CultureInfo.InvariantCulture);
}
