using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>What users ask before they act: may I, may they, what may I.</summary>
public sealed class ReviewTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Group = "/apis/authorization.k8s.io/v1";
    private const string ListPods = """{ "apiGroups": [""], "resources": ["pods"], "verbs": ["list"] }""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_says_which_binding_allows_it()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.GrantAsync(ns, "jane", ListPods, Ct);

        var yes = await cluster.As("jane").PostAsync($"{Group}/selfsubjectaccessreviews", Question("list", ns), Ct);
        var no = await cluster.As("jane").PostAsync($"{Group}/selfsubjectaccessreviews", Question("get", ns), Ct);

        var role = cluster.Store.List(ResourceTypes.Roles, ns)[0].Name;
        Json.AreEqual(
            Json.Object(
                $$"""
                {
                  "allowed": true,
                  "reason": "RBAC: allowed by RoleBinding \"{{role}}/{{ns}}\" of Role \"{{role}}\" to User \"jane\""
                }
                """
            ),
            yes.Status
        );
        Json.AreEqual(Json.Object("""{ "allowed": false }"""), no.Status);
    }

    [Fact]
    public async Task One_may_ask_for_others_whose_right_it_is()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.GrantAsync(ns, "jane", ListPods, Ct);
        var spec = $$"""
            { "user": "jane", "resourceAttributes": { "verb": "list", "resource": "pods", "namespace": "{{ns}}" } }
            """;

        var review = await cluster.Administrator.PostAsync(
            $"{Group}/subjectaccessreviews",
            $$"""{ "spec": {{spec}} }""",
            Ct
        );
        var local = await cluster.Administrator.PostAsync(
            $"{Group}/namespaces/{ns}/localsubjectaccessreviews",
            $$"""{ "spec": {{spec}} }""",
            Ct
        );
        var elsewhere = await cluster.Administrator.PostAsync(
            $"{Group}/namespaces/default/localsubjectaccessreviews",
            $$"""{ "spec": {{spec}} }""",
            Ct
        );

        Assert.True(review.Status.Flag("allowed"));
        Assert.True(local.Status.Flag("allowed"));
        Assert.EndsWith("must match metadata.namespace", elsewhere.Message, StringComparison.Ordinal);
        Assert.Equal(
            403,
            (await cluster.As("jane").PostAsync($"{Group}/subjectaccessreviews", $$"""{ "spec": {{spec}} }""", Ct)).Code
        );
    }

    [Fact]
    public async Task Administrators_need_no_binding_and_get_no_reason()
    {
        var answer = await cluster.Administrator.PostAsync(
            $"{Group}/selfsubjectaccessreviews",
            Question("delete", "default"),
            Ct
        );

        Json.AreEqual(Json.Object("""{ "allowed": true }"""), answer.Status);
    }

    [Fact]
    public async Task The_rules_of_a_user_are_those_of_all_its_bindings()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.GrantAsync(ns, "rita", ListPods, Ct);
        await cluster.Administrator.PostAsync(
            $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings",
            ClusterFixture.Binding("gone", "Role", "gone", "rita"),
            Ct
        );

        var answer = await cluster
            .As("rita")
            .PostAsync($"{Group}/selfsubjectrulesreviews", $$"""{ "spec": { "namespace": "{{ns}}" } }""", Ct);

        var rules = answer.Status.Items("resourceRules").Select(rule => rule.ToJsonString()).ToList();
        Assert.Contains("""{"verbs":["list"],"apiGroups":[""],"resources":["pods"]}""", rules);
        Assert.Contains(
            """{"verbs":["create"],"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"]}""",
            rules
        );
        Assert.Contains(
            answer.Status.Items("nonResourceRules"),
            rule => rule.ToJsonString().Contains("/openapi/*", StringComparison.Ordinal)
        );
        Assert.Equal("role.rbac.authorization.k8s.io \"gone\" not found", answer.Status.Text("evaluationError"));
    }

    [Fact]
    public async Task A_question_that_asks_for_nothing_is_refused()
    {
        var answer = await cluster.As("jane").PostAsync($"{Group}/selfsubjectaccessreviews", """{ "spec": {} }""", Ct);

        Assert.Equal(422, answer.Code);
        Assert.EndsWith(
            "spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified",
            answer.Message,
            StringComparison.Ordinal
        );
    }

    private static string Question(string verb, string ns) =>
        $$"""
            { "spec": { "resourceAttributes": { "verb": "{{verb}}", "resource": "pods", "namespace": "{{ns}}" } } }
            """;
}
