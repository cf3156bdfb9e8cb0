using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>baseline</c>: where the accepted versions' measurements are kept.</summary>
internal sealed class BaselineSection : Section<BaselinePlan>
{
    private static readonly Key<string> Path = Key.Required(
        "path",
        Names.File("baseline.json"),
        "The file, relative to the plan. It is made when it does not exist."
    );

    private static readonly Variant<(BaselineStoreKind Kind, string? Path)>[] Stores =
    [
        new("configmap", "A ConfigMap in the target's namespace.", [], _ => (BaselineStoreKind.ConfigMap, null)),
        new(
            "file",
            "A file, to be kept in the repository or as an artifact of the pipeline.",
            [Path],
            section => (BaselineStoreKind.File, FileOf(section))
        ),
    ];

    private static readonly Key<Variant<(BaselineStoreKind Kind, string? Path)>> Store = Key.Defaulted(
        "store",
        new Choice<Variant<(BaselineStoreKind Kind, string? Path)>>([.. Stores.Select(s => s.AsOption())]),
        "configmap",
        "Where the baseline is kept. configmap: in the target's namespace. file: beside the plan, under path."
    );

    private static readonly Key<int> Keep = Key.Defaulted(
        "keep",
        new NumberForm<int>(1, 50, 20),
        "20",
        "How many accepted runs are kept; the oldest go first."
    );

    private static readonly Key<BaselineUpdate> Update = Key.Defaulted(
        "update",
        new Choice<BaselineUpdate>(
            new Option<BaselineUpdate>("on-pass", BaselineUpdate.OnPass),
            new Option<BaselineUpdate>("never", BaselineUpdate.Never),
            new Option<BaselineUpdate>("always", BaselineUpdate.Always)
        ),
        "on-pass",
        "When a run joins the baseline. on-pass: when its verdict is Pass, on the default branch or by hand. always: whatever the verdict and the branch. Never from a pull request."
    );

    private static string FileOf(MappingReader section)
    {
        var file = section.Get(Path);
        var path = section.Context.Resolve(file);
        if (Directory.Exists(path))
            section.Wrong(Path, $"path \"{file}\" is a directory; name a file in it, such as baseline.json");
        return path;
    }

    public override IReadOnlyList<Key> Keys => [Store, Keep, Update];

    public override Key Discriminator => Store;

    public override IReadOnlyList<Variant> Variants => Stores;

    protected override BaselinePlan Read(MappingReader section)
    {
        var (kind, path) = section.Variant(Store);
        return new BaselinePlan(kind, path, section.Get(Keep), section.Get(Update));
    }
}
