namespace ResilienceGate.Core.Judgement;

/// <summary>What the pipeline does, after its policy.</summary>
public enum Conclusion
{
    Success,
    Warning,
    Failure,
}
