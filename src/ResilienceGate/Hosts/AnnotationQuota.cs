namespace ResilienceGate.Hosts;

/// <summary>
/// What GitHub Actions and Azure Pipelines show of a step: ten annotations of each level, 4,096 characters each. The
/// hosts drop the rest without a word; the quota makes room for a mark where something was cut.
/// </summary>
internal sealed class AnnotationQuota
{
    public const int PerLevel = 10;

    public const int MessageLength = 4096;

    private const string Ellipsis = "...";

    private readonly Dictionary<AnnotationLevel, int> _shown = [];

    /// <summary>Whether one more of this level will be shown; counts it when it will.</summary>
    public bool Admit(AnnotationLevel level)
    {
        var before = _shown.GetValueOrDefault(level);
        if (before >= PerLevel)
            return false;
        _shown[level] = before + 1;
        return true;
    }

    public static string Cut(string message)
    {
        if (message.Length <= MessageLength)
            return message;
        var end = MessageLength - Ellipsis.Length;
        // Half of a surrogate pair is not text.
        if (char.IsHighSurrogate(message[end - 1]))
            end--;
        return string.Concat(message.AsSpan(0, end), Ellipsis);
    }
}
