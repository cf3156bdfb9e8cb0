using System.CommandLine;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Plans;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Commands;

/// <summary>The options of <c>run</c>, of which <c>plan</c> has those that say what would be done. What is given here counts more than the plan.</summary>
internal sealed class RunCliOptions
{
    private readonly Option<string> _config = new("--config", "-c")
    {
        Description = "The plan",
        DefaultValueFactory = _ => "resilience-gate.yaml",
    };

    private readonly Option<string?> _namespace = new("--namespace", "-n")
    {
        Description = "Instead of the plan's target.namespace",
    };

    private readonly Option<string?> _workload = new("--workload")
    {
        Description = "Instead of the plan's target.workload: deployment/NAME or statefulset/NAME",
    };

    private readonly Option<string?> _modelVersion = new("--model-version")
    {
        Description = "How reports and baseline name this version; default: what the model says",
    };

    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description = "Instead of the plan's baseline: a file, or `configmap`",
    };

    private readonly Option<string?> _updateBaseline = new("--update-baseline")
    {
        Description = "Instead of the plan's baseline.update: on-pass, never or always",
    };

    private readonly Option<string?> _onMissingBaseline = new("--on-missing-baseline")
    {
        Description = "Instead of the plan's gate.on-missing-baseline: record, warn or fail",
    };

    private readonly Option<string> _reportDir = new("--report-dir")
    {
        Description = "Where the reports are written",
        DefaultValueFactory = _ => "resilience-gate-report",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show what would be done, and do nothing (as `plan`)",
    };

    public RunCliOptions()
    {
        _namespace.ReadAs(Names.Namespace);
        _workload.ReadAs(Workloads.Form);
        _updateBaseline.AcceptOnlyFromAmong(Updates.Keys.ToArray());
        _onMissingBaseline.AcceptOnlyFromAmong(OnMissing.Keys.ToArray());
    }

    public ClusterCliOptions Cluster { get; } = new();

    private static Dictionary<string, BaselineUpdate> Updates { get; } =
        new()
        {
            ["on-pass"] = BaselineUpdate.OnPass,
            ["never"] = BaselineUpdate.Never,
            ["always"] = BaselineUpdate.Always,
        };

    private static Dictionary<string, Conclusion> OnMissing { get; } =
        new()
        {
            ["record"] = Conclusion.Success,
            ["warn"] = Conclusion.Warning,
            ["fail"] = Conclusion.Failure,
        };

    public void AddTo(Command command)
    {
        AddPlanTo(command);
        command.Add(_reportDir);
        command.Add(_dryRun);
    }

    /// <summary>Without those of a command that does it.</summary>
    public void AddPlanTo(Command command)
    {
        foreach (
            var option in new Option[]
            {
                _config,
                _namespace,
                _workload,
                _modelVersion,
                _baseline,
                _updateBaseline,
                _onMissingBaseline,
            }
        )
            command.Add(option);
        Cluster.AddTo(command);
    }

    public string Plan(ParseResult parsed) => parsed.GetRequiredValue(_config);

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public RunArguments Read(ParseResult parsed) =>
        new(Cluster.Read(parsed), parsed.GetRequiredValue(_reportDir), parsed.GetValue(_modelVersion));

    /// <summary>The plan as the command line changes it.</summary>
    public Plan Apply(ParseResult parsed, Plan plan)
    {
        var target = plan.Target;
        if (parsed.GetValue(_namespace) is { Length: > 0 } ns)
            target = target with { Namespace = ns };
        if (parsed.GetValue(_workload) is { Length: > 0 } workload)
        {
            var (kind, name) = Workloads.Parse(workload).Value;
            target = target with { Kind = kind, Name = name };
        }
        return plan with
        {
            Target = target,
            // The probe lives beside the target unless the plan says otherwise.
            Agent =
                plan.Agent.Namespace == plan.Target.Namespace
                    ? plan.Agent with
                    {
                        Namespace = target.Namespace,
                    }
                    : plan.Agent,
            Baseline = BaselineOf(parsed, plan.Baseline),
            Gate = parsed.GetValue(_onMissingBaseline) is { } missing
                ? plan.Gate with
                {
                    OnMissingBaseline = OnMissing[missing],
                }
                : plan.Gate,
        };
    }

    private BaselinePlan BaselineOf(ParseResult parsed, BaselinePlan baseline)
    {
        if (parsed.GetValue(_updateBaseline) is { } update)
            baseline = baseline with { Update = Updates[update] };
        return parsed.GetValue(_baseline) switch
        {
            null or "" => baseline,
            "configmap" => baseline with { Store = BaselineStoreKind.ConfigMap, Path = null },
            var path => baseline with { Store = BaselineStoreKind.File, Path = Path.GetFullPath(path) },
        };
    }
}
