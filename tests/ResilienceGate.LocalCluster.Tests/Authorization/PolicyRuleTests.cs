using CsCheck;
using ResilienceGate.LocalCluster.Authorization;

namespace ResilienceGate.LocalCluster.Tests.Authorization;

/// <summary>Which rule allows what.</summary>
public sealed class PolicyRuleTests
{
    private static readonly Gen<PolicyRule> ResourceRules = Gen.Select(
        Some("get", "list", "create", "*"),
        Some("", "apps", "*"),
        Some("pods", "pods/log", "deployments", "deployments/scale", "*/scale", "*"),
        AnyOf("a", "b").Array[0, 2],
        (verbs, groups, resources, names) =>
            new PolicyRule
            {
                Verbs = verbs,
                ApiGroups = groups,
                Resources = resources,
                ResourceNames = names,
            }
    );

    private static readonly Gen<PolicyRule> PathRules = Gen.Select(
        Some("get", "post", "*"),
        Some("/api", "/api/*", "/healthz", "/health*", "*"),
        (verbs, urls) => new PolicyRule { Verbs = verbs, NonResourceUrls = urls }
    );

    private static readonly Gen<PolicyRule> Rules = Gen.OneOf(ResourceRules, PathRules);

    private static readonly Gen<Access> Accesses = Gen.OneOf<Access>(
        Gen.Select(
            AnyOf("get", "list", "create", "patch"),
            AnyOf("", "apps", "batch"),
            AnyOf("pods", "deployments", "jobs"),
            AnyOf<string?>(null, "log", "scale"),
            AnyOf<string?>(null, "a", "b", "c"),
            Access (verb, group, resource, subresource, name) =>
                new Access.ToResource
                {
                    Verb = verb,
                    Group = group,
                    Resource = resource,
                    Subresource = subresource,
                    Name = name,
                }
        ),
        Gen.Select(
            AnyOf("get", "post", "put"),
            AnyOf("/api", "/api/v1", "/healthz", "/healthz/etcd", "/"),
            Access (verb, path) => new Access.ToPath { Verb = verb, Path = path }
        )
    );

    [Theory]
    [InlineData("pods", "pods", null, true)]
    [InlineData("pods", "pods", "log", false)]
    [InlineData("pods/log", "pods", "log", true)]
    [InlineData("pods/log", "pods", null, false)]
    [InlineData("pods/*", "pods", "log", false)]
    [InlineData("*", "pods", "log", true)]
    [InlineData("*/scale", "deployments", "scale", true)]
    [InlineData("*/scale", "deployments", "status", false)]
    [InlineData("*/scale", "scale", null, false)]
    public void A_subresource_is_a_resource_of_its_own(string rule, string resource, string? subresource, bool expected)
    {
        var granted = new PolicyRule
        {
            Verbs = ["get"],
            ApiGroups = [""],
            Resources = [rule],
        };

        Assert.Equal(
            expected,
            granted.Allows(
                new Access.ToResource
                {
                    Verb = "get",
                    Group = "",
                    Resource = resource,
                    Subresource = subresource,
                }
            )
        );
    }

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("a", null, false)]
    public void A_rule_for_names_is_for_no_collection(string named, string? asked, bool expected)
    {
        var rule = new PolicyRule
        {
            Verbs = ["*"],
            ApiGroups = ["*"],
            Resources = ["*"],
            ResourceNames = [named],
        };

        Assert.Equal(
            expected,
            rule.Allows(
                new Access.ToResource
                {
                    Verb = "list",
                    Group = "",
                    Resource = "pods",
                    Name = asked,
                }
            )
        );
    }

    [Theory]
    [InlineData("/healthz", "/healthz", true)]
    [InlineData("/healthz", "/healthz/etcd", false)]
    [InlineData("/healthz/*", "/healthz/etcd", true)]
    [InlineData("/healthz/*", "/healthz", false)]
    [InlineData("/health*", "/healthz", true)]
    [InlineData("*", "/anything", true)]
    [InlineData("/a*b", "/aab", false)]
    public void A_star_at_the_end_of_a_path_stands_for_the_rest(string url, string path, bool expected)
    {
        var rule = new PolicyRule { Verbs = ["get"], NonResourceUrls = [url] };

        Assert.Equal(expected, rule.Allows(new Access.ToPath { Verb = "get", Path = path }));
    }

    [Fact]
    public void Rules_for_resources_and_for_paths_never_meet()
    {
        var resources = new PolicyRule
        {
            Verbs = ["*"],
            ApiGroups = ["*"],
            Resources = ["*"],
        };
        var paths = new PolicyRule { Verbs = ["*"], NonResourceUrls = ["*"] };

        Accesses.Sample(access =>
        {
            Assert.Equal(access is Access.ToResource, resources.Allows(access));
            Assert.Equal(access is Access.ToPath, paths.Allows(access));
        });
    }

    [Fact]
    public void A_rule_allows_what_one_of_its_atoms_allows() =>
        Gen.Select(Rules, Accesses)
            .Sample((rule, access) => Assert.Equal(rule.Allows(access), rule.Split().Any(atom => atom.Allows(access))));

    [Fact]
    public void A_rule_covers_all_of_itself() =>
        Rules.Sample(rule => Assert.All(rule.Split(), atom => Assert.True(rule.Covers(atom))));

    [Fact]
    public void What_is_covered_allows_nothing_more() =>
        Gen.Select(Rules, Rules, Accesses)
            .Sample(
                (owner, other, access) =>
                {
                    foreach (var atom in other.Split().Where(owner.Covers).Where(atom => atom.Allows(access)))
                        Assert.True(owner.Allows(access), $"{owner} covers {atom}, but does not allow {access}");
                },
                // Few of them are covered and asked for at once.
                iter: 20_000
            );

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<string[]> Some(params string[] values) => AnyOf(values).Array[1, 3];
}
