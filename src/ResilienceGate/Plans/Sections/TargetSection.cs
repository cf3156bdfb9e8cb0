using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>target</c>: the workload under test.</summary>
internal sealed class TargetSection : Section<TargetPlan>
{
    private static readonly Key<string> Namespace = Key.Required(
        "namespace",
        Names.Namespace,
        "The namespace of the workload and its Service. The cluster's own namespaces are refused."
    );

    private static readonly Key<(string Kind, string Name)> Workload = Key.Required(
        "workload",
        Workloads.Form,
        "The workload under test, as kubectl names it: deployment/NAME or statefulset/NAME."
    );

    private static readonly Key<(string Name, int Port)> Service = Key.Required(
        "service",
        Services.Form,
        "The Service that the model's users call, NAME or NAME:PORT. The traffic goes there."
    );

    public override IReadOnlyList<Key> Keys => [Namespace, Workload, Service];

    protected override TargetPlan Read(MappingReader section)
    {
        var (kind, name) = section.Get(Workload);
        var (service, port) = section.Get(Service);
        return new TargetPlan
        {
            Namespace = section.Get(Namespace),
            Kind = kind,
            Name = name,
            Service = service,
            Port = port,
            Line = section.At.Line,
        };
    }
}
