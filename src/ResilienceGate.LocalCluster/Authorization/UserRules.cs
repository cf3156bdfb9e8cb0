namespace ResilienceGate.LocalCluster.Authorization;

/// <param name="Rules">The rules of all roles that the user has.</param>
/// <param name="Error">Which roles do not exist, though bindings give them to the user; empty when all do.</param>
internal sealed record UserRules(IReadOnlyList<PolicyRule> Rules, string Error);
