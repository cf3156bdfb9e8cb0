using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Workloads;

/// <summary>Selectors over labels, as the API's types hold them.</summary>
internal static class Selectors
{
    /// <summary>Null selects nothing; an empty selector everything.</summary>
    public static bool Matches(this V1LabelSelector? selector, IDictionary<string, string>? labels) =>
        selector is not null
        && (selector.MatchLabels ?? new Dictionary<string, string>()).All(label =>
            Value(labels, label.Key) == label.Value
        )
        && (selector.MatchExpressions ?? []).All(expression =>
            Matches(expression.OperatorProperty, expression.Values, Value(labels, expression.Key))
        );

    /// <summary>One requirement, of labels or of a node.</summary>
    /// <param name="operation">In, NotIn, Exists, DoesNotExist; of nodes also Gt and Lt.</param>
    /// <param name="values">What the label is compared with.</param>
    /// <param name="value">Null when the label is absent.</param>
    public static bool Matches(string operation, IList<string>? values, string? value) =>
        operation switch
        {
            "In" => value is not null && values?.Contains(value) is true,
            "NotIn" => value is null || values?.Contains(value) is not true,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => Number(value) > Number(values?.FirstOrDefault()),
            "Lt" => Number(value) < Number(values?.FirstOrDefault()),
            _ => false,
        };

    public static string? Value(IDictionary<string, string>? labels, string key) =>
        labels is not null && labels.TryGetValue(key, out var value) ? value : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
