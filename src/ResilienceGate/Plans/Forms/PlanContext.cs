using ResilienceGate.Agents;

namespace ResilienceGate.Plans.Forms;

/// <summary>What the reading of one plan shares.</summary>
internal sealed class PlanContext(string file, PlanErrors errors, Func<string, IReadOnlyList<ProbeRequest>> requests)
{
    /// <summary>The plan's path as it was given.</summary>
    public string File => file;

    public PlanErrors Errors => errors;

    /// <summary>The same plan with nobody listening to its errors, to read what only stands in for a wrong value.</summary>
    public PlanContext Unheard() => new(file, new PlanErrors(file), _ => []);

    /// <summary>The absolute path of a file that the plan names relative to itself.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/");

    /// <exception cref="PlanException">The requests are wrong; positions are those of their own file.</exception>
    public IReadOnlyList<ProbeRequest> Requests(string path) => requests(path);
}
