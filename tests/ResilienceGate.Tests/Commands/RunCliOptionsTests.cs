using System.CommandLine;
using ResilienceGate.Commands;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Plans;
using ResilienceGate.Tests.Plans;

namespace ResilienceGate.Tests.Commands;

public sealed class RunCliOptionsTests
{
    private readonly RunCliOptions _options = new();

    [Fact]
    public void Without_options_the_plan_stays_as_it_is()
    {
        var plan = Samples.Read(Samples.Complete);

        Assert.Equal(plan, Apply("", plan));
    }

    public static TheoryData<string, string> Changes =>
        new()
        {
            { "--namespace other", "other/deployment/recommender.v2 agent gates" },
            { "-n other", "other/deployment/recommender.v2 agent gates" },
            { "--workload statefulset/big", "shop/statefulset/big agent gates" },
            { "--workload deployment/x -n y", "y/deployment/x agent gates" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_target_of_the_command_line_counts_more(string arguments, string expected)
    {
        var plan = Apply(arguments, Samples.Read(Samples.Complete));

        Assert.Equal(expected, $"{plan.Target} agent {plan.Agent.Namespace}");
    }

    [Fact]
    public void A_probe_beside_its_target_moves_with_it()
    {
        var plan = Apply("--namespace other", Samples.Read(Samples.Minimal));

        Assert.Equal(("other", "other"), (plan.Target.Namespace, plan.Agent.Namespace));
    }

    [Theory]
    [InlineData("--baseline configmap", BaselineStoreKind.ConfigMap, null)]
    [InlineData("--baseline kept/b.json", BaselineStoreKind.File, "kept/b.json")]
    [InlineData("--baseline /kept/b.json", BaselineStoreKind.File, "/kept/b.json")]
    internal void A_baseline_of_the_command_line_takes_the_place_of_the_plans(
        string arguments,
        BaselineStoreKind store,
        string? path
    )
    {
        var before = Samples.Read(Samples.Complete).Baseline;

        var baseline = Apply(arguments, Samples.Read(Samples.Complete)).Baseline;

        Assert.Equal(before with { Store = store, Path = path is null ? null : Path.GetFullPath(path) }, baseline);
    }

    [Theory]
    [InlineData("on-pass", BaselineUpdate.OnPass)]
    [InlineData("never", BaselineUpdate.Never)]
    [InlineData("always", BaselineUpdate.Always)]
    internal void When_the_baseline_is_updated_can_be_said(string word, BaselineUpdate update) =>
        Assert.Equal(update, Apply($"--update-baseline {word}", Samples.Read(Samples.Complete)).Baseline.Update);

    [Theory]
    [InlineData("record", Conclusion.Success)]
    [InlineData("warn", Conclusion.Warning)]
    [InlineData("fail", Conclusion.Failure)]
    public void What_a_missing_baseline_comes_to_can_be_said(string word, Conclusion conclusion) =>
        Assert.Equal(
            conclusion,
            Apply($"--on-missing-baseline {word}", Samples.Read(Samples.Complete)).Gate.OnMissingBaseline
        );

    [Theory]
    [InlineData("--workload", "recommender", "write deployment/recommender")]
    [InlineData("--workload", "deployment/", "needs a name")]
    [InlineData("--workload", "Deployment/x", "did you mean deployment/x?")]
    [InlineData("--workload", "deployment/x/y", "write it as in deployment/recommender")]
    [InlineData("--workload", "daemonset/x", "supported: deployment, statefulset")]
    [InlineData("--namespace", "kube-system", "belongs to the cluster itself and is never touched")]
    [InlineData("-n", "kube-node-lease", "belongs to the cluster itself and is never touched")]
    [InlineData("-n", "No Pe", "is not the name of a namespace")]
    [InlineData("-n", "shop\n", "has line breaks or control characters")]
    public void What_a_plan_may_not_say_the_command_line_may_not_either(string option, string value, string problem)
    {
        var command = new Command("run");
        _options.AddTo(command);

        var error = Assert.Single(command.Parse([option, value]).Errors);

        Assert.Contains($"\"{value}\"", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_word_is_none()
    {
        var command = new Command("run");
        _options.AddTo(command);
        var plan = Samples.Read(Samples.Complete);

        Assert.Equal(plan, _options.Apply(command.Parse(["--namespace", "", "--workload", ""]), plan));
    }

    [Theory]
    [InlineData("--update-baseline sometimes")]
    [InlineData("--on-missing-baseline ignore")]
    [InlineData("--namspace x")]
    [InlineData("--baseline")]
    public void Wrong_usage_is_an_error(string arguments) => Assert.NotEmpty(Parse(arguments).Errors);

    [Fact]
    public void What_is_said_beside_the_plan_is_read()
    {
        var parsed = Parse("-c p.yaml --kubeconfig k --context c --report-dir r --model-version v --dry-run");

        Assert.Equal("p.yaml", _options.Plan(parsed));
        Assert.True(_options.IsDryRun(parsed));
        Assert.Equal(new RunArguments(new("k", "c"), "r", "v"), _options.Read(parsed));
    }

    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        var parsed = Parse("");

        Assert.Equal("resilience-gate.yaml", _options.Plan(parsed));
        Assert.False(_options.IsDryRun(parsed));
        Assert.Equal(new RunArguments(new(null, null), "resilience-gate-report", null), _options.Read(parsed));
    }

    private Plan Apply(string arguments, Plan plan) => _options.Apply(Parse(arguments), plan);

    private ParseResult Parse(string arguments)
    {
        var command = new Command("run");
        _options.AddTo(command);
        return command.Parse(arguments);
    }
}
