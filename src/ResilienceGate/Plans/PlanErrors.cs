using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans;

/// <summary>What was found wrong in one plan so far.</summary>
/// <param name="file">The plan's path as it was given.</param>
internal sealed class PlanErrors(string file)
{
    private readonly List<PlanError> _errors = [];

    public int Count => _errors.Count;

    public void Add(Position at, string message) => _errors.Add(new PlanError(file, at.Line, at.Column, message));

    /// <summary>Adds what is wrong in another file that the plan names.</summary>
    public void AddElsewhere(string other, Position at, string message) =>
        _errors.Add(new PlanError(other, at.Line, at.Column, message));

    /// <summary>To be thrown where reading cannot go on: all errors, with a last one.</summary>
    public PlanException Stop(Position at, string message)
    {
        Add(at, message);
        return All();
    }

    /// <exception cref="PlanException">Anything is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw All();
    }

    private PlanException All() =>
        new([.. _errors.OrderBy(e => e.File != file).ThenBy(e => e.Line).ThenBy(e => e.Column)]);
}
