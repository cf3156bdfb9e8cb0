using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <inheritdoc/>
/// <typeparam name="T">What the value is read as.</typeparam>
internal abstract class Form<T> : Form
{
    /// <summary>The value of <paramref name="node"/>. What is wrong is added to the errors, and a stand-in returned.</summary>
    public abstract T Read(PlanNode node, Slot slot, PlanContext context);

    /// <summary>
    /// A right value to go on with where the plan has a wrong one or none, so that one reading finds all mistakes. No
    /// plan that needed one for a mistake is ever returned.
    /// </summary>
    public abstract T StandIn(PlanContext context);
}
