using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Plans;

namespace ResilienceGate.Tests.Plans;

public sealed class PlanReaderTests
{
    [Fact]
    public void Every_value_of_a_complete_plan_is_read()
    {
        var plan = Samples.Read(Samples.Complete);

        Assert.Equal(
            new TargetPlan
            {
                Namespace = "shop",
                Kind = "deployment",
                Name = "recommender.v2",
                Service = "recommender",
                Port = 8080,
                Line = 1,
            },
            plan.Target
        );
        Assert.Equal("open-inference-v2", plan.Probe.Protocol);
        Assert.Equal("recommender", plan.Probe.Model);
        Assert.Equal(100, plan.Probe.Rate);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), plan.Probe.Deadline);
        Assert.Equal(ConnectionPolicy.Pooled, plan.Probe.Connections);
        Assert.Equal("line-1", Assert.Single(plan.Probe.Requests).Id);
        Assert.Equal(TruthSource.Self, plan.Truth);
        Assert.Equal(new Oracle.Ranking(20, 0.95), plan.Oracle);
        Assert.Equal(new AgentPlan("registry.example.com:5000/team/resilience-gate:1.2", "gates"), plan.Agent);
        Assert.Equal(
            new Hypothesis
            {
                For = TimeSpan.FromSeconds(30),
                Availability = 0.999,
                P99 = TimeSpan.FromMilliseconds(200),
            },
            plan.SteadyState
        );
        Assert.Equal(
            new LimitsPlan
            {
                MaxPodsPercent = 40,
                AbortWhen = new AbortCondition(0.5, TimeSpan.FromSeconds(30)),
                Deadline = TimeSpan.FromHours(1),
            },
            plan.Limits
        );
        Assert.Equal(
            new BaselinePlan(
                BaselineStoreKind.File,
                Path.Combine(Samples.Folder, "baselines", "recommender.json"),
                10,
                BaselineUpdate.Never
            ),
            plan.Baseline
        );
        Assert.Equal(
            new GatePlan
            {
                Margins = new Margins
                {
                    Availability = 0.005,
                    RecoveryTime = 0.2,
                    Outage = 0.15,
                    P99 = 0.125,
                },
                OnInconclusive = Conclusion.Failure,
                OnMissingBaseline = Conclusion.Warning,
            },
            plan.Gate
        );
        Assert.Equal(42, plan.Seed);
    }

    [Fact]
    public void Every_value_of_the_experiments_is_read()
    {
        var experiments = Samples.Read(Samples.Complete).Experiments;

        Assert.Equal(
            [
                new Experiment
                {
                    Name = "a pod is killed",
                    Fault = new Fault.PodKill(TimeSpan.FromSeconds(5)),
                    Mode = new Mode.Fixed(2),
                    Repeat = 4,
                    Observe = TimeSpan.FromSeconds(12),
                    RecoverWithin = TimeSpan.FromSeconds(90),
                    Line = 25,
                },
                new Experiment
                {
                    Name = "pods are evicted",
                    Fault = new Fault.PodEvict(TimeSpan.Zero),
                    Mode = new Mode.FixedPercent(30),
                    Repeat = 5,
                    Observe = TimeSpan.FromSeconds(10),
                    RecoverWithin = TimeSpan.FromMinutes(2),
                    Line = 34,
                },
                new Experiment
                {
                    Name = "a node is drained",
                    Fault = new Fault.NodeDrain(TimeSpan.FromSeconds(40)),
                    Mode = new Mode.RandomMaxPercent(60),
                    Repeat = 3,
                    Observe = TimeSpan.FromSeconds(10),
                    RecoverWithin = TimeSpan.FromMinutes(2),
                    Line = 40,
                },
                new Experiment
                {
                    Name = "pod-evict",
                    Fault = new Fault.PodEvict(Grace: null),
                    Mode = new Mode.One(),
                    Repeat = 5,
                    Observe = TimeSpan.FromSeconds(10),
                    RecoverWithin = TimeSpan.FromMinutes(2),
                    Line = 46,
                },
            ],
            experiments
        );
    }

    [Fact]
    public void What_a_plan_leaves_out_has_its_default()
    {
        var plan = Samples.Read(Samples.Minimal);

        Assert.Equal(80, plan.Target.Port);
        Assert.Equal(50, plan.Probe.Rate);
        Assert.Equal(TimeSpan.FromSeconds(2), plan.Probe.Deadline);
        Assert.Equal(ConnectionPolicy.Fresh, plan.Probe.Connections);
        Assert.Equal(TruthSource.Self, plan.Truth);
        Assert.Equal(new Oracle.Numeric(1e-5, 1e-8), plan.Oracle);
        Assert.Equal("recommender", plan.Agent.Namespace);
        Assert.Matches("^ghcr.io/resilience-gate/resilience-gate:[0-9]+[.][0-9]+[.][0-9]+$", plan.Agent.Image);
        Assert.Equal(new Hypothesis { For = TimeSpan.FromSeconds(20) }, plan.SteadyState);
        Assert.Equal("pod-kill", Assert.Single(plan.Experiments).Name);
        Assert.Equal(new Fault.PodKill(Grace: null), plan.Experiments[0].Fault);
        Assert.Equal(new Mode.One(), plan.Experiments[0].Mode);
        Assert.Equal(
            new LimitsPlan
            {
                MaxPodsPercent = 50,
                AbortWhen = null,
                Deadline = TimeSpan.FromMinutes(30),
            },
            plan.Limits
        );
        Assert.Equal(new BaselinePlan(BaselineStoreKind.ConfigMap, null, 20, BaselineUpdate.OnPass), plan.Baseline);
        Assert.Equal(
            new GatePlan
            {
                Margins = new Margins(),
                OnInconclusive = Conclusion.Warning,
                OnMissingBaseline = Conclusion.Success,
            },
            plan.Gate
        );
        Assert.Null(plan.Seed);
    }

    [Fact]
    public void All_mistakes_are_found_at_once_in_the_order_of_the_file()
    {
        var text = Samples
            .Complete.Replace("namespace: shop", "namespace: Shop", StringComparison.Ordinal)
            .Replace("rate: 6000/m", "rate: 100", StringComparison.Ordinal)
            .Replace("fault: pod-kill", "fault: disk-failure\n    restart: 20s", StringComparison.Ordinal)
            .Replace("keep: 10", "kep: 10", StringComparison.Ordinal)
            .Replace("seed: 42", "seed: forty", StringComparison.Ordinal);

        var errors = Samples.Errors(text);

        Assert.Equal([2, 8, 26, 55, 66], errors.Select(e => e.Line));
    }

    [Fact]
    public void Anchors_stand_for_what_they_name()
    {
        var text = Samples.Minimal.Replace(
            "recommender\n  requests",
            "&model recommender\n  requests",
            StringComparison.Ordinal
        );

        var plan = Samples.Read(text + "agent: { namespace: *model }\n");

        Assert.Equal("recommender", plan.Agent.Namespace);
    }

    [Fact]
    public void Quotes_around_any_value_change_nothing()
    {
        var quoted = Samples.Complete.Replace("repeat: 4", "repeat: \"4\"", StringComparison.Ordinal);

        Assert.Equal(4, Samples.Read(quoted).Experiments[0].Repeat);
    }

    [Fact]
    public void Mistakes_in_the_requests_file_are_told_with_those_of_the_plan()
    {
        var text = Samples
            .Minimal.Replace("namespace: recommender", "namespace: Shop", StringComparison.Ordinal)
            .Replace("requests.jsonl", "wrong.jsonl", StringComparison.Ordinal);

        var errors = Samples.Errors(text);

        Assert.Equal(["complete.yaml:2", "wrong.jsonl:1"], errors.Select(e => $"{Path.GetFileName(e.File)}:{e.Line}"));
    }

    [Fact]
    public void Expected_answers_can_be_the_truth_when_every_request_has_one()
    {
        var text = Samples.Complete.Replace("truth: self", "truth: expected", StringComparison.Ordinal);

        var plan = Samples.Read(text.Replace("requests.jsonl", "answered.jsonl", StringComparison.Ordinal));
        var error = Assert.Single(
            Samples.Errors(text.Replace("requests.jsonl", "half-answered.jsonl", StringComparison.Ordinal))
        );

        Assert.Equal(TruthSource.Expected, plan.Truth);
        Assert.Equal(13, error.Line);
        Assert.StartsWith("the request \"b\" has no `expected` answer", error.Message, StringComparison.Ordinal);
    }
}
