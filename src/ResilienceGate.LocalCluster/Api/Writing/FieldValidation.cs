namespace ResilienceGate.LocalCluster.Api.Writing;

/// <summary>What becomes of unknown fields in a request's body.</summary>
internal enum FieldValidation
{
    Warn,
    Ignore,
    Strict,
}
