using System.Globalization;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>One condition on one label.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <remarks>An absent label satisfies <c>NotIn</c>, as in Kubernetes.</remarks>
    public bool Matches(JsonObject? labels)
    {
        var value = labels?.Text(Key);
        return Operator switch
        {
            LabelOperator.In => value is not null && Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.NotIn => value is null || !Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.Exists => value is not null,
            LabelOperator.DoesNotExist => value is null,
            LabelOperator.GreaterThan => Integer(value) > Integer(Values[0]),
            _ => Integer(value) < Integer(Values[0]),
        };
    }

    public override string ToString() =>
        Operator switch
        {
            LabelOperator.In when Values.Count == 1 => $"{Key}={Values[0]}",
            LabelOperator.In => $"{Key} in ({string.Join(',', Values)})",
            LabelOperator.NotIn when Values.Count == 1 => $"{Key}!={Values[0]}",
            LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
            LabelOperator.Exists => Key,
            LabelOperator.DoesNotExist => $"!{Key}",
            LabelOperator.GreaterThan => $"{Key}>{Values[0]}",
            _ => $"{Key}<{Values[0]}",
        };

    private static long? Integer(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
