using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>A Chaos Mesh object of the user's own, in a file beside the plan.</summary>
internal static class ChaosMeshFault
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly Key<string> From = Key.Required(
        "from",
        Names.File("chaos/network.yaml"),
        "The file with the one Chaos Mesh object, relative to the plan. Name, namespace and labels are the gate's; its selector may choose pods of the target alone, and its mode and value say how many of them."
    );

    private static readonly Key<TimeSpan> Duration = Key.Optional(
        "duration",
        Durations.Between("1s", "1h", "30s"),
        "that of the object, or else 30s",
        "How long the object stays; a pod-kill and its like are over at once."
    );

    private static readonly Key<bool> AllowOutside = Key.Defaulted(
        "allow-outside",
        new FlagForm(),
        "false",
        "Allows objects whose effect the gate cannot hold to the target's pods: the kinds that hit machines or a cloud, and network rules at the other side."
    );

    private static readonly Key<bool> Force = Key.Defaulted(
        "force",
        new FlagForm(),
        "false",
        "Allows a pod-kill without gracePeriod, with which Kubernetes forgets a pod whose processes may live on."
    );

    public static Variant<Fault> Variant { get; } =
        new("chaos-mesh", "A Chaos Mesh object of your own, of any kind.", [From, Duration, AllowOutside, Force], Read);

    private static Fault.ChaosMesh Read(MappingReader section)
    {
        var (outside, forced) = (section.Get(AllowOutside), section.Get(Force));
        var isTimed = section.TryGet(Duration, out var duration);
        if (!section.TryGet(From, out var file))
            return StandIn;
        var read = ChaosManifest.Read(section.Context.Resolve(file));
        if (Problem(read, outside, forced) is { } problem || read.Value is not { } manifest)
        {
            section.Wrong(From, $"from \"{file}\" {Problem(read, outside, forced)}");
            return StandIn;
        }
        return new Fault.ChaosMesh(
            manifest.Kind.Name,
            manifest.Spec.ToJsonString(),
            manifest.Namespace,
            manifest.Kind.IsOneShot(manifest.Spec) ? TimeSpan.Zero
                : isTimed ? duration
                : Own(manifest) ?? Usual,
            outside
        );
    }

    private static string? Problem(Parsed<ChaosManifest> read, bool outside, bool forced)
    {
        if (read.Value is not { } manifest)
            return read.Problem;
        if (!manifest.Kind.SelectsPods && !outside)
            return $"is a {manifest.Kind.Name}, which hits more than the target's pods; add `allow-outside: true` if that is meant";
        if (manifest.KillsWithoutGrace && !forced)
            return "kills without a grace, so that Kubernetes forgets a pod whose processes may live on; write gracePeriod: 1 or more, or add `force: true`";
        return
            manifest.Spec["duration"] is { } said
            && !(Own(manifest) is { } own && own > TimeSpan.Zero && own <= Longest)
            ? $"has the duration \"{said}\"; write one from 1s to 1h, such as 30s"
            : null;
    }

    private static TimeSpan? Own(ChaosManifest manifest) =>
        manifest.Spec["duration"]?.ToString() is { } text && Durations.Parse(text) is { Problem: null, Value: var own }
            ? own
            : null;

    private static Fault.ChaosMesh StandIn { get; } =
        new(ChaosKind.Network.Name, """{"mode":"one"}""", Namespace: null, Usual, MayReachOutside: false);
}
