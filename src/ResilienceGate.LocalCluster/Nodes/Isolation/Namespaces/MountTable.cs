using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>Mounts for a single call of mount(8), in the format of fstab(5).</summary>
internal sealed class MountTable
{
    /// <summary>A name that no mount has yet: mount(8) leaves out what it takes for mounted already.</summary>
    private const string Own = "pod";

    private readonly StringBuilder _text = new();

    /// <summary>A file system of the kernel's, such as <c>proc</c>.</summary>
    public MountTable Add(string type, string path, string options = "defaults") => Line(Own, path, type, options);

    /// <summary>A file or directory that is there, in another place.</summary>
    public MountTable Bind(string source, string path, bool isReadOnly = false, bool makesDirectory = false) =>
        Line(source, path, "none", $"bind{(isReadOnly ? ",ro" : "")}{(makesDirectory ? ",X-mount.mkdir" : "")}");

    /// <summary>A directory with all that is mounted in it.</summary>
    public MountTable BindTree(string source, string path) => Line(source, path, "none", "rbind");

    public override string ToString() => _text.ToString();

    private MountTable Line(string source, string path, string type, string options)
    {
        _text.Append(Escape(source)).Append(' ').Append(Escape(path)).Append(' ');
        _text.Append(type).Append(' ').Append(options).Append(" 0 0\n");
        return this;
    }

    private static string Escape(string path) =>
        path.Replace("\\", "\\134", StringComparison.Ordinal)
            .Replace(" ", "\\040", StringComparison.Ordinal)
            .Replace("\t", "\\011", StringComparison.Ordinal)
            .Replace("\n", "\\012", StringComparison.Ordinal)
            .Replace("#", "\\043", StringComparison.Ordinal);
}
