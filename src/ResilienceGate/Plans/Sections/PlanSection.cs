using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections;

/// <summary>The whole plan.</summary>
internal sealed class PlanSection : Section<Plan>
{
    private const int MostExperiments = 50;

    private static readonly Key<TargetPlan> Target = Key.Required(
        "target",
        new TargetSection(),
        "The workload under test and the Service that its users call."
    );

    private static readonly Key<ProbePlan> Probe = Key.Required(
        "probe",
        new ProbeSection(),
        "The traffic that stands for the users."
    );

    private static readonly Key<(TruthSource Truth, Oracle Oracle)> Oracle = Key.Section(
        "oracle",
        new OracleSection(),
        "What says that a prediction is right."
    );

    private static readonly Key<Func<TargetPlan, AgentPlan>> Agent = Key.Section(
        "agent",
        new AgentSection(),
        "What runs inside the cluster."
    );

    private static readonly Key<Hypothesis> SteadyState = Key.Section(
        "steady-state",
        new SteadyStateSection(),
        "The steady-state hypothesis: what must hold before anything is broken, or nothing is, and again after the last fault."
    );

    private static readonly Key<IReadOnlyList<Experiment>> Experiments = Key.Required(
        "experiments",
        new ListForm<Experiment>(new ExperimentSection(), "the experiment", MostExperiments),
        "What is broken, in this order."
    );

    private static readonly Key<LimitsPlan> Limits = Key.Section(
        "limits",
        new LimitsSection(),
        "The blast radius, and when to stop."
    );

    private static readonly Key<BaselinePlan> Baseline = Key.Section(
        "baseline",
        new BaselineSection(),
        "Where the measurements of the accepted versions are kept."
    );

    private static readonly Key<GatePlan> Gate = Key.Section(
        "gate",
        new GateSection(),
        "From what was measured to what the pipeline does."
    );

    private static readonly Key<int> Seed = Key.Optional(
        "seed",
        new NumberForm<int>(0, int.MaxValue, 1),
        "one is drawn, and printed in the report",
        "Chooses the victims and the order of the requests; the same seed makes the same choices."
    );

    public override IReadOnlyList<Key> Keys =>
        [Target, Probe, Oracle, Agent, SteadyState, Experiments, Limits, Baseline, Gate, Seed];

    protected override Plan Read(MappingReader section)
    {
        var target = section.Get(Target);
        var (truth, oracle) = section.Get(Oracle);
        return new Plan
        {
            Path = section.Context.File,
            Target = target,
            Probe = section.Get(Probe),
            Truth = truth,
            Oracle = oracle,
            Agent = section.Get(Agent)(target),
            SteadyState = section.Get(SteadyState),
            Experiments = section.Get(Experiments),
            Limits = section.Get(Limits),
            Baseline = section.Get(Baseline),
            Gate = section.Get(Gate),
            Seed = section.TryGet(Seed, out var seed) ? seed : null,
        };
    }
}
