namespace ResilienceGate.Plans.Yaml;

/// <summary>A key and its value.</summary>
/// <param name="At">Where the key stands.</param>
internal sealed record PlanEntry(string Key, Position At, PlanNode Value);
