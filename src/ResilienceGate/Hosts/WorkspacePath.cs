namespace ResilienceGate.Hosts;

/// <summary>Paths within the checked-out repository.</summary>
internal static class WorkspacePath
{
    /// <summary>Relative to the workspace, with slashes, when the path lies in it; else as it is.</summary>
    public static string Relative(string workspace, string path)
    {
        var relative = Path.GetRelativePath(workspace, Path.GetFullPath(path, workspace));
        var outside =
            relative is ".." || relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        return outside || Path.IsPathRooted(relative) ? path : relative.Replace('\\', '/');
    }
}
