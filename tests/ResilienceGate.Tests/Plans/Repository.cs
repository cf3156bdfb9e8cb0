namespace ResilienceGate.Tests.Plans;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(new DirectoryInfo(AppContext.BaseDirectory));

    public static string File(string path) => Path.Combine(Root, path);

    private static string Above(DirectoryInfo folder) =>
        System.IO.File.Exists(Path.Combine(folder.FullName, "ResilienceGate.slnx")) ? folder.FullName
        : folder.Parent is { } parent ? Above(parent)
        : throw new InvalidOperationException($"No repository above {AppContext.BaseDirectory}.");
}
