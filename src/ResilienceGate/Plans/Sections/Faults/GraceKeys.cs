using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>The termination grace of faults that take pods away.</summary>
internal static class GraceKeys
{
    private static readonly Key<TimeSpan> Grace = Key.Optional(
        "grace",
        Graces.Form,
        "the pod's own",
        "The termination grace of the pods, in whole seconds; at least 1s unless `force: true`."
    );

    private static readonly Key<bool> Force = Key.Defaulted(
        "force",
        new FlagForm(),
        "false",
        "Allows `grace: 0s`, with which Kubernetes forgets a pod whose processes may live on."
    );

    public static IReadOnlyList<Key> All { get; } = [Grace, Force];

    public static TimeSpan? Read(MappingReader section)
    {
        var forced = section.Get(Force);
        if (!section.TryGet(Grace, out var grace))
            return null;
        if (grace == TimeSpan.Zero && !forced)
            section.Wrong(
                Grace,
                "with grace 0s Kubernetes forgets a pod whose processes may live on; write at least 1s, or add `force: true`"
            );
        return grace;
    }
}
