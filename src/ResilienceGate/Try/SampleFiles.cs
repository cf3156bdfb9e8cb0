using System.Reflection;

namespace ResilienceGate.Try;

/// <summary>The files of <c>samples/recommender</c>, which the executable carries.</summary>
internal static class SampleFiles
{
    /// <param name="name">Such as <c>deployment.yaml</c>.</param>
    public static string Read(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The sample file {name} is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Writes some of them into a folder.</summary>
    public static async Task WriteAsync(string folder, IEnumerable<string> names, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in names)
            await File.WriteAllTextAsync(Path.Combine(folder, name), Read(name), ct);
    }
}
