using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Selectors over labels, as node affinity and pod affinity use them.</summary>
internal static class Selectors
{
    /// <summary>Any of the terms; each term asks for all its expressions.</summary>
    public static bool Matches(this V1NodeSelector selector, V1Node node) =>
        selector.NodeSelectorTerms.Any(term => Matches(term, node));

    /// <summary>Null selects nothing; an empty selector everything.</summary>
    public static bool Matches(this V1LabelSelector? selector, IDictionary<string, string>? labels) =>
        selector is not null
        && (selector.MatchLabels ?? new Dictionary<string, string>()).All(label =>
            Value(labels, label.Key) == label.Value
        )
        && (selector.MatchExpressions ?? []).All(expression =>
            Matches(expression.OperatorProperty, expression.Values, Value(labels, expression.Key))
        );

    private static bool Matches(V1NodeSelectorTerm term, V1Node node)
    {
        var expressions = term.MatchExpressions ?? [];
        var fields = term.MatchFields ?? [];
        // An empty term selects nothing.
        return expressions.Count + fields.Count > 0
            && expressions.All(e => Matches(e.OperatorProperty, e.Values, Value(node.Metadata.Labels, e.Key)))
            && fields.All(f =>
                Matches(f.OperatorProperty, f.Values, f.Key is "metadata.name" ? node.Metadata.Name : null)
            );
    }

    private static bool Matches(string operation, IList<string>? values, string? value) =>
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

    private static string? Value(IDictionary<string, string>? labels, string key) =>
        labels is not null && labels.TryGetValue(key, out var value) ? value : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
