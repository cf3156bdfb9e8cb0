namespace ResilienceGate.LocalCluster.Nodes.Logs;

internal enum LogStream
{
    Stdout,
    Stderr,
}
