using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Sections;
using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans;

/// <summary>Reads a plan, or says everything that is wrong with it.</summary>
internal static class PlanReader
{
    /// <exception cref="PlanException">
    /// The plan is wrong. All mistakes are in it; those between values are looked for once each value is right by itself.
    /// </exception>
    public static Plan Read(string path) => Parse(path, PlanText.Read(path));

    /// <summary>The same for a text that was read already.</summary>
    /// <param name="path">For messages, and for the files that the plan names relative to itself.</param>
    /// <inheritdoc cref="Read"/>
    public static Plan Parse(string path, string text)
    {
        var errors = new PlanErrors(path);
        var root = YamlLoader.Load(text, errors);
        var context = new PlanContext(path, errors);
        var plan = new PlanSection().Read(root, new Slot("the plan", Position.Start), context);
        errors.ThrowIfAny();
        new PlanChecks(plan, root, errors).Run();
        errors.ThrowIfAny();
        return plan;
    }
}
