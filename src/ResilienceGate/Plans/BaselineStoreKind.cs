namespace ResilienceGate.Plans;

internal enum BaselineStoreKind
{
    File,
    ConfigMap,
}
