using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>All requirements of a label selector, from its object form or from a query's text form.</summary>
internal sealed partial class LabelSelector
{
    private readonly IReadOnlyList<LabelRequirement> _requirements;

    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) => _requirements = requirements;

    /// <summary>Selects everything.</summary>
    public static LabelSelector Everything { get; } = new([]);

    public IReadOnlyList<LabelRequirement> Requirements => _requirements;

    /// <summary>Reads <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
    public static LabelSelector Parse(JsonObject selector)
    {
        var labels = selector.Object("matchLabels") ?? [];
        return new([
            .. labels.Select(l => new LabelRequirement(l.Key, LabelOperator.In, [l.Value.Text()])),
            .. selector.Items("matchExpressions").Select(ParseExpression),
        ]);
    }

    /// <summary>A Service's selector: a plain map.</summary>
    public static LabelSelector FromMap(JsonObject labels) =>
        new([.. labels.Select(l => new LabelRequirement(l.Key, LabelOperator.In, [l.Value.Text()]))]);

    /// <summary>Reads the text form, e.g. <c>app=web,tier in (a, b),!canary</c>.</summary>
    /// <exception cref="StatusException">BadRequest for what is no selector.</exception>
    public static LabelSelector Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Everything;
        var match = SelectorPattern().Match(text);
        if (!match.Success)
            throw StatusException.BadRequest(
                $"unable to parse requirement: found '{text}', which is no label selector"
            );
        return new([.. match.Groups["requirement"].Captures.Select(c => ParseRequirement(c.Value.Trim()))]);
    }

    public bool Matches(JsonObject? labels) => _requirements.All(r => r.Matches(labels));

    public override string ToString() => string.Join(',', _requirements);

    private static LabelRequirement ParseExpression(JsonObject expression)
    {
        var operation = expression.Text("operator") switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            "DoesNotExist" => LabelOperator.DoesNotExist,
            var other => throw StatusException.BadRequest($"\"{other}\" is not a valid label selector operator"),
        };
        return new(
            expression.Text("key") ?? "",
            operation,
            [.. (expression.Array("values") ?? []).Select(v => v.Text())]
        );
    }

    private static LabelRequirement ParseRequirement(string text)
    {
        var match = RequirementPattern().Match(text);
        var key = match.Groups["key"].Value;
        var values = match.Groups["values"];
        if (match.Groups["not"].Success)
            return new(key, LabelOperator.DoesNotExist, []);
        if (!values.Success)
            return new(key, LabelOperator.Exists, []);
        IReadOnlyList<string> list = [.. values.Value.Split(',', StringSplitOptions.TrimEntries)];
        return match.Groups["operator"].Value switch
        {
            "in" or "=" or "==" => new(key, LabelOperator.In, list),
            "notin" or "!=" => new(key, LabelOperator.NotIn, list),
            ">" => new(key, LabelOperator.GreaterThan, list),
            _ => new(key, LabelOperator.LessThan, list),
        };
    }

    // A comma separates requirements, except inside the parentheses of a set.
    [GeneratedRegex(
        @"^\s*(?<requirement>!?\s*[\w./-]+\s*((in|notin)\s*\([^()]*\)|(==|!=|=|>|<)\s*[\w.-]*)?)\s*(,\s*(?<requirement>!?\s*[\w./-]+\s*((in|notin)\s*\([^()]*\)|(==|!=|=|>|<)\s*[\w.-]*)?)\s*)*$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SelectorPattern();

    [GeneratedRegex(
        @"^((?<not>!)\s*(?<key>[\w./-]+)|(?<key>[\w./-]+?)\s*(?<operator>\bin|\bnotin)\s*\((?<values>[^()]*)\)|(?<key>[\w./-]+)\s*(?<operator>==|!=|=|>|<)\s*(?<values>[\w.-]*)|(?<key>[\w./-]+))$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex RequirementPattern();
}
