using System.Diagnostics.CodeAnalysis;

namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>A patch that is well formed but does not fit the object.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It always says why.")]
internal sealed class PatchException(string message) : Exception(message);
