namespace ResilienceGate.Plans;

/// <summary>Where the accepted versions' measurements are kept.</summary>
/// <param name="Store"><c>file</c> or <c>configmap</c>.</param>
/// <param name="Path">The file, absolute; null for a ConfigMap.</param>
/// <param name="Keep">How many accepted runs are kept, 1 to 50.</param>
/// <param name="Update">When a run becomes part of the baseline.</param>
internal sealed record BaselinePlan(BaselineStoreKind Store, string? Path, int Keep, BaselineUpdate Update);
