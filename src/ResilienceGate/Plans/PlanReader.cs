using ResilienceGate.Agents;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Sections;
using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans;

/// <summary>Reads a plan, or says everything that is wrong with it.</summary>
/// <param name="requests">
/// Reads the requests file at an absolute path; throws <see cref="PlanException"/> with positions in that file.
/// </param>
internal sealed class PlanReader(Func<string, IReadOnlyList<ProbeRequest>> requests)
{
    /// <exception cref="PlanException">
    /// The plan is wrong. All mistakes are in it; those between values are looked for once each value is right by itself.
    /// </exception>
    public Plan Read(string path) => Parse(path, PlanText.Read(path));

    /// <summary>The same for a text that was read already.</summary>
    /// <inheritdoc cref="Read"/>
    public Plan Parse(string path, string text)
    {
        var errors = new PlanErrors(path);
        var root = YamlLoader.Load(text, errors);
        var context = new PlanContext(path, errors, requests);
        var plan = new PlanSection().Read(root, new Slot("the plan", Position.Start), context);
        errors.ThrowIfAny();
        new PlanChecks(plan, root, errors).Run();
        errors.ThrowIfAny();
        return plan;
    }
}
