using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>One rule of a role.</summary>
/// <remarks>
/// Matching follows <c>pkg/apis/rbac/v1/evaluation_helpers.go</c>, covering
/// <c>k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go</c>.
/// </remarks>
internal sealed record PolicyRule
{
    private const string Everything = "*";

    public required IReadOnlyList<string> Verbs { get; init; }

    public IReadOnlyList<string> ApiGroups { get; init; } = [];

    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>None: objects of any name.</summary>
    public IReadOnlyList<string> ResourceNames { get; init; } = [];

    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    public static PolicyRule Parse(JsonObject rule) =>
        new()
        {
            Verbs = Texts(rule, "verbs"),
            ApiGroups = Texts(rule, "apiGroups"),
            Resources = Texts(rule, "resources"),
            ResourceNames = Texts(rule, "resourceNames"),
            NonResourceUrls = Texts(rule, "nonResourceURLs"),
        };

    public bool Allows(Access access) =>
        HasOrAll(Verbs, access.Verb)
        && access switch
        {
            Access.ToResource to => HasOrAll(ApiGroups, to.Group)
                && MatchesResource(to.FullResource)
                && (ResourceNames.Count == 0 || Has(ResourceNames, to.Name ?? "")),
            Access.ToPath to => NonResourceUrls.Any(url => UrlCovers(url, to.Path)),
            _ => false,
        };

    /// <summary>Whether it grants all that an atomic rule does.</summary>
    /// <param name="part">A rule as <see cref="Split"/> makes it.</param>
    public bool Covers(PolicyRule part) =>
        part.Verbs.All(verb => HasOrAll(Verbs, verb))
        && part.ApiGroups.All(group => HasOrAll(ApiGroups, group))
        && part.Resources.All(MatchesResource)
        && part.NonResourceUrls.All(path => NonResourceUrls.Any(url => UrlCovers(url, path)))
        && (
            ResourceNames.Count == 0
            || (part.ResourceNames.Count > 0 && part.ResourceNames.All(name => Has(ResourceNames, name)))
        );

    /// <summary>The atomic rules that it consists of: one verb, and one resource, name or path each.</summary>
    public IEnumerable<PolicyRule> Split()
    {
        foreach (var group in ApiGroups)
        foreach (var resource in Resources)
        foreach (var verb in Verbs)
        {
            var atom = new PolicyRule
            {
                Verbs = [verb],
                ApiGroups = [group],
                Resources = [resource],
            };
            if (ResourceNames.Count == 0)
                yield return atom;
            foreach (var name in ResourceNames)
                yield return atom with
                {
                    ResourceNames = [name],
                };
        }
        foreach (var url in NonResourceUrls)
        foreach (var verb in Verbs)
            yield return new PolicyRule { Verbs = [verb], NonResourceUrls = [url] };
    }

    /// <summary>As messages show a rule.</summary>
    public override string ToString()
    {
        (string Name, IReadOnlyList<string> Values)[] parts =
        [
            ("APIGroups", ApiGroups),
            ("Resources", Resources),
            ("NonResourceURLs", NonResourceUrls),
            ("ResourceNames", ResourceNames),
            ("Verbs", Verbs),
        ];
        return $"{{{string.Join(", ", parts.Where(p => p.Values.Count > 0).Select(p => $"{p.Name}:{Quote(p.Values)}"))}}}";
    }

    /// <summary>A list as Go's <c>%q</c> shows it.</summary>
    public static string Quote(IEnumerable<string> values) =>
        $"[{string.Join(' ', values.Select(value => $"\"{value}\""))}]";

    private bool MatchesResource(string resource) =>
        HasOrAll(Resources, resource)
        // A subresource of whatever resource: */scale.
        || (resource.IndexOf('/', StringComparison.Ordinal) is var at and > 0 && Has(Resources, $"*{resource[at..]}"));

    private static bool UrlCovers(string url, string path) =>
        string.Equals(url, path, StringComparison.Ordinal)
        || (url.EndsWith('*') && path.StartsWith(url.TrimEnd('*'), StringComparison.Ordinal));

    private static bool HasOrAll(IReadOnlyList<string> values, string value) =>
        Has(values, value) || Has(values, Everything);

    private static bool Has(IReadOnlyList<string> values, string value) =>
        values.Contains(value, StringComparer.Ordinal);

    private static IReadOnlyList<string> Texts(JsonObject rule, string name) =>
        [.. (rule.Array(name) ?? []).Select(text => text.Text())];
}
