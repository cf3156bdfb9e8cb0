using ResilienceGate.Core.Baselines;
using ResilienceGate.Tests.Reports;

namespace ResilienceGate.Tests.Baselines;

/// <summary>Baselines to store.</summary>
internal static class Books
{
    public const string Target = "shop/deployment/recommender";

    public static Fingerprint Fingerprint(string plan) =>
        new()
        {
            Cluster = "c",
            Kubernetes = "1.36",
            Nodes = "amd64",
            Plan = plan,
        };

    public static Baseline Baseline(string plan, string run, string target = Target) =>
        new()
        {
            Format = Core.Baselines.Baseline.CurrentFormat,
            Target = target,
            Fingerprint = Fingerprint(plan),
            Runs = [AcceptedRun.From(SampleRuns.Pass with { Run = run })],
        };
}
