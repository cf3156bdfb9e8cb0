using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections;

/// <summary>How many of the target's pods or nodes a fault hits; the words are Chaos Mesh's.</summary>
internal static class ModeKeys
{
    private const int MostPods = 1000;

    private static readonly ModeWord[] Words =
    [
        new("one", null, _ => new Mode.One()),
        new("all", null, _ => new Mode.All()),
        new("fixed", MostPods, count => new Mode.Fixed(count)),
        new("fixed-percent", 100, percent => new Mode.FixedPercent(percent)),
        new("random-max-percent", 100, percent => new Mode.RandomMaxPercent(percent)),
    ];

    private static readonly Key<ModeWord> Mode = Key.Defaulted(
        "mode",
        new Choice<ModeWord>([.. Words.Select(w => new Option<ModeWord>(w.Word, w))]),
        "one",
        "How many of the target's pods (with node-drain and node-failure: of their nodes) an injection hits: one, all, fixed (value is a number), fixed-percent (value is a share, rounded up), random-max-percent (a number drawn between 1 and that share)."
    );

    private static readonly Key<int> Value = Key.Optional(
        "value",
        new NumberForm<int>(1, MostPods, 1),
        "right with the modes one and all alone",
        "The number of pods for mode fixed; percent, without the sign, for fixed-percent and random-max-percent."
    );

    public static IReadOnlyList<Key> All { get; } = [Mode, Value];

    /// <summary>The mode that the plan says, or the one that the fault brings along.</summary>
    public static Mode Read(MappingReader section, Fault fault) =>
        fault switch
        {
            Fault.ChaosMesh own => Theirs(section, "the object's own mode", ChaosSpec.ModeOf(own)),
            // Which one it is the labels of the target say, in the cluster.
            Fault.KubeMonkey => Theirs(section, "the label kube-monkey/kill-mode", new Mode.One()),
            _ => Read(section),
        };

    private static Mode Theirs(MappingReader section, string who, Mode mode)
    {
        if (section.TryGet(Mode, out _))
            section.Wrong(Mode, $"mode means nothing here, where {who} counts; remove it");
        if (section.TryGet(Value, out _))
            section.Wrong(Value, $"value means nothing here, where {who} counts; remove it");
        return mode;
    }

    private static Mode Read(MappingReader section)
    {
        var before = section.Context.Errors.Count;
        var mode = section.Get(Mode);
        var isGiven = section.TryGet(Value, out var value);
        if (section.Context.Errors.Count > before)
            return mode.With(value);
        if (isGiven && mode.Most is null)
            section.Wrong(Value, $"value means nothing with mode: {mode.Word}; remove it, or write mode: fixed");
        if (!isGiven && mode.Most is not null)
            section.Wrong(
                Mode,
                $"mode {mode.Word} needs a value; add for example `value: {(mode.Most > 100 ? 1 : 50)}`"
            );
        if (isGiven && value > mode.Most)
            section.Wrong(Value, $"value {value} is more than the {mode.Most} percent there are; write for example 50");
        return mode.With(value);
    }
}
