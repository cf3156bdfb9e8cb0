namespace ResilienceGate.Tests.Plans.Generated;

/// <summary>A file of the repository that is made from declarations, and committed so that people can read it.</summary>
internal static class GeneratedFile
{
    private const string Update = "UPDATE_GENERATED";

    /// <summary>Fails when the committed file is another; with UPDATE_GENERATED=1, writes it instead.</summary>
    public static void IsCurrent(string path, string text)
    {
        var file = Repository.File(path);
        if (Environment.GetEnvironmentVariable(Update) is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? Repository.Root);
            File.WriteAllText(file, text);
        }
        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == text,
            $"{path} is not what the plan's declarations say. Write it anew with"
                + $" `{Update}=1 dotnet test --project tests/ResilienceGate.Tests`, and commit it."
        );
    }
}
