namespace ResilienceGate.Hosts;

internal enum AnnotationLevel
{
    Notice,
    Warning,
    Error,
}
