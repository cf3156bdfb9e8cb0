using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.KubeMonkey;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>Terminations as kube-monkey makes them, by the labels of the target.</summary>
internal static class KubeMonkeyFault
{
    private static readonly Key<string> Config = Key.Optional(
        "config",
        Names.File("kube-monkey.toml"),
        "kube-monkey's own defaults",
        "The file config.toml of your kube-monkey, relative to the plan: its hours, grace and lists of namespaces are kept. `dry_run = true` in it is refused, for a run that kills nobody measures nothing."
    );

    private static readonly Key<TimeSpan> Grace = Key.Optional(
        "grace",
        Graces.Form,
        "graceperiod_sec of the config, or 5s",
        "The termination grace of the pods, in whole seconds; at least 1s."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "kube-monkey",
            "Pods are deleted by the labels kube-monkey/... of the target, one termination of its schedule after the other.",
            [Config, Grace],
            Read
        );

    private static Fault.KubeMonkey Read(MappingReader section)
    {
        var config = KubeMonkeyConfig.Default;
        if (section.TryGet(Config, out var file))
        {
            var read = KubeMonkeyConfig.Read(section.Context.Resolve(file));
            if (read.Problem is { } problem)
                section.Wrong(Config, $"config \"{file}\" {problem}");
            config = read.Value ?? config;
        }
        var grace = section.TryGet(Grace, out var own) ? own : config.Grace;
        if (grace < TimeSpan.FromSeconds(1))
            section.Wrong(
                Grace,
                "with grace 0s Kubernetes forgets a pod whose processes may live on; write at least `grace: 1s`"
            );
        return new Fault.KubeMonkey(grace, config.StartHour, config.EndHour, config.Forbidden, config.Allowed);
    }
}
