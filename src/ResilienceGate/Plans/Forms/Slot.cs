using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <summary>A place in the plan that a value is read for.</summary>
/// <param name="Name">What messages call it: <c>rate</c>, <c>target</c>, <c>the experiment</c>.</param>
/// <param name="At">Where its key stands.</param>
internal readonly record struct Slot(string Name, Position At);
