using System.Text.RegularExpressions;

namespace ResilienceGate.LocalCluster.Nodes.Volumes;

/// <summary>
/// How a process without a mount namespace sees its volumes: wherever a mount path stands as a path, or as the
/// beginning of one, in the container's command, arguments and environment values, the directory on the machine is put
/// in its place. <c>--weights=/models/a.bin</c> becomes <c>--weights=STATE/.../models/a.bin</c>; <c>/models2</c> and
/// <c>/opt/models</c> stay.
/// </summary>
/// <remarks>
/// A path that the program knows by itself, written in neither place, is out of reach of this. So is the token of its
/// service account for a client library that looks for it where every pod has it.
/// </remarks>
internal sealed class MountPaths
{
    private readonly Regex? _pattern;
    private readonly Dictionary<string, string> _directories;

    /// <param name="directories">The directory on the machine for each mount path.</param>
    public MountPaths(IReadOnlyDictionary<string, string> directories)
    {
        _directories = directories.ToDictionary(
            mount => mount.Key.TrimEnd('/'),
            mount => mount.Value,
            StringComparer.Ordinal
        );

        // The longest first: a volume may be mounted inside another.
        var paths = _directories.Keys.OrderByDescending(path => path.Length).Select(Regex.Escape);
        if (_directories.Count > 0)
        {
            _pattern = new Regex(
                $@"(?<![\w./-])({string.Join('|', paths)})(?![\w.-])",
                RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            );
        }
    }

    public string Rewrite(string text) => _pattern?.Replace(text, match => _directories[match.Value]) ?? text;
}
