using ResilienceGate.Plans;

namespace ResilienceGate.Tests.Plans;

/// <summary>Plans to read.</summary>
internal static class Samples
{
    public static string Folder { get; } = Repository.File("tests/ResilienceGate.Tests/Plans/Samples");

    public static string CompletePath { get; } = Path.Combine(Folder, "complete.yaml");

    /// <summary>Every key there is.</summary>
    public static string Complete { get; } = File.ReadAllText(CompletePath);

    /// <summary>The required keys alone.</summary>
    public static string Minimal { get; } = File.ReadAllText(Path.Combine(Folder, "minimal.yaml"));

    /// <summary>Nodes and pods that fail, and who undoes that when the gate dies.</summary>
    public static string Outages { get; } = File.ReadAllText(Path.Combine(Folder, "outages.yaml"));

    /// <summary>Every driver, each with its faults.</summary>
    public static string Drivers { get; } = File.ReadAllText(Path.Combine(Folder, "drivers.yaml"));

    public static Plan Read(string text) => PlanReader.Parse(CompletePath, text);

    /// <summary>What is wrong with a plan; empty when nothing is.</summary>
    public static IReadOnlyList<PlanError> Errors(string text)
    {
        try
        {
            Read(text);
            return [];
        }
        catch (PlanException e)
        {
            return e.Errors;
        }
    }
}
