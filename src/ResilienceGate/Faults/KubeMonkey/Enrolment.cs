using k8s;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.KubeMonkey;

/// <summary>A workload's consent to kube-monkey, as its labels give it.</summary>
/// <param name="Identifier">The value of the label that its pods carry.</param>
/// <param name="Mtbf">Days between failures, at least 1: on a day it is hit with a probability of 1 / mtbf.</param>
internal sealed record Enrolment(string Identifier, int Mtbf, KillMode Mode)
{
    public const string IdentifierLabel = Prefix + "identifier";

    private const string Prefix = "kube-monkey/";

    /// <exception cref="GateException">It has not enrolled: the message says what to write.</exception>
    public static async Task<Enrolment> ReadAsync(
        IKubernetes cluster,
        string kind,
        string ns,
        string name,
        CancellationToken ct
    )
    {
        var workload = await Workload.ReadAsync(cluster, kind, ns, name, ct);
        var (id, mtbf) = (Label("identifier"), Label("mtbf"));
        var (mode, value) = (Label("kill-mode"), Label("kill-value"));
        if (Label("enabled") is not "enabled")
            throw Wrong("is not enrolled in kube-monkey", "enabled=enabled");
        if (string.IsNullOrEmpty(id))
            throw Wrong("has no identifier for kube-monkey", $"identifier={name}");
        if (workload.Template.Metadata?.Labels?.TryGetValue(IdentifierLabel, out var own) is not true || own != id)
            throw new GateException(
                $"The pods of {kind} {ns}/{name} do not carry the label {IdentifierLabel}={id}, by which kube-monkey finds "
                    + "them: add it to spec.template.metadata.labels."
            );
        if (!int.TryParse(mtbf, System.Globalization.CultureInfo.InvariantCulture, out var days) || days < 1)
            throw Wrong("does not say how often kube-monkey may hit it, in days", "mtbf=2");
        return KillMode.Of(mode ?? "", value) is { } kill
            ? new Enrolment(id, days, kill)
            : throw Wrong(
                $"does not say how many pods kube-monkey may kill (kill-mode \"{mode}\", kill-value \"{value}\"; the modes "
                    + "are fixed, kill-all, fixed-percent and random-max-percent)",
                "kill-mode=fixed",
                "kill-value=1"
            );

        string? Label(string label) => workload.Labels.TryGetValue(Prefix + label, out var text) ? text : null;

        GateException Wrong(string what, params string[] labels) =>
            new(
                $"The {kind} {ns}/{name} {what}. If its owner wants that, say `kubectl -n {ns} label --overwrite {kind} {name} "
                    + $"{string.Join(' ', labels.Select(l => Prefix + l))}`."
            );
    }
}
