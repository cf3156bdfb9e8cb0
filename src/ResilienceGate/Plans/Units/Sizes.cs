using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Amounts of memory, in the binary units of Kubernetes: <c>256Mi</c>, <c>1.5Gi</c>.</summary>
internal static class Sizes
{
    private const long Least = 16L << 20;
    private const long Most = 1L << 40;

    /// <summary>Bytes.</summary>
    public static ScalarForm<long> Form { get; } =
        new TextForm<long>(
            "an amount of memory from 16Mi to 1024Gi",
            @"^[0-9]{1,7}(\.[0-9]{1,3})?(Mi|Gi)$",
            "256Mi",
            text =>
                Parse(text)
                    .When(s => s is >= Least and <= Most, "is not between 16Mi and 1024Gi; write for example 256Mi")
        );

    private static Parsed<long> Parse(string text)
    {
        if (Decimals.TryParse(text, out _))
            return Parsed.Wrong<long>($"has no unit; write {text}Mi for mebibytes or {text}Gi for gibibytes");
        var shift = text.EndsWith("Gi", StringComparison.Ordinal) ? 30 : 20;
        return
            text.Length > 2
            && (shift is 30 || text.EndsWith("Mi", StringComparison.Ordinal))
            && Decimals.TryParse(text.AsSpan(..^2), out var number)
            && number <= Most >> 20
            ? (long)(number * (1L << shift))
            : Parsed.Wrong<long>("is not an amount of memory; write a number with Mi or Gi, such as 256Mi");
    }
}
