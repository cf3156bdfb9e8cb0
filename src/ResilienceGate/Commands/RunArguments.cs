using ResilienceGate.Clusters;

namespace ResilienceGate.Commands;

/// <summary>What the command line says of a run beside its plan.</summary>
internal sealed record RunArguments(ClusterOptions Cluster, string ReportDirectory, string? ModelVersion);
