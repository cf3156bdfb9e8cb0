namespace ResilienceGate.LocalCluster.Nodes.Probes;

internal enum ProbeKind
{
    Startup,
    Readiness,
    Liveness,
}
