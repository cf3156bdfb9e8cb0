namespace ResilienceGate.Plans.Forms;

/// <summary>What the reading of one plan shares.</summary>
/// <param name="File">The plan's path as it was given.</param>
internal sealed record PlanContext(string File, PlanErrors Errors)
{
    /// <summary>The same plan with nobody listening to its errors, to read what only stands in for a wrong value.</summary>
    public PlanContext Unheard() => this with { Errors = new PlanErrors(File) };

    /// <summary>The absolute path of a file that the plan names relative to itself.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(File)) ?? "/");
}
