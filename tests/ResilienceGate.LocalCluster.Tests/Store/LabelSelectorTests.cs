using System.Text.Json.Nodes;
using CsCheck;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Store;

public sealed class LabelSelectorTests
{
    private static readonly Gen<string> Word = Gen.Char["abc"].Array[1, 2].Select(c => new string(c));

    private static readonly Gen<LabelRequirement> Requirements = Gen.Select(
        Word,
        Gen.Enum<LabelOperator>()
            .Where(o =>
                o is LabelOperator.In or LabelOperator.NotIn or LabelOperator.Exists or LabelOperator.DoesNotExist
            ),
        Word.Array[1, 3],
        (key, operation, values) =>
            new LabelRequirement(key, operation, operation is LabelOperator.In or LabelOperator.NotIn ? values : [])
    );

    private static readonly Gen<JsonObject> Labels = Gen.Dictionary(Word, Word)[0, 4]
        .Select(d => new JsonObject(d.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))));

    [Fact]
    public void A_selector_reads_back_what_it_writes() =>
        Requirements
            .Array[1, 4]
            .Sample(requirements =>
            {
                var text = string.Join(',', requirements.Select(r => r.ToString()));

                Assert.Equal(text, LabelSelector.Parse(text).ToString());
            });

    [Fact]
    public void All_requirements_must_hold() =>
        Gen.Select(Requirements.Array[1, 4], Labels)
            .Sample(
                (requirements, labels) =>
                    Assert.Equal(
                        requirements.All(r => r.Matches(labels)),
                        LabelSelector.Parse(string.Join(',', requirements.Select(r => r.ToString()))).Matches(labels)
                    )
            );

    [Fact]
    public void A_set_and_its_opposite_share_no_labels() =>
        Gen.Select(Word, Word.Array[1, 3], Labels)
            .Sample(
                (key, values, labels) =>
                    Assert.NotEqual(
                        new LabelRequirement(key, LabelOperator.In, values).Matches(labels),
                        new LabelRequirement(key, LabelOperator.NotIn, values).Matches(labels)
                    )
            );

    // The examples of the Kubernetes documentation on labels.
    [Theory]
    [InlineData("environment=production,tier=frontend", true)]
    [InlineData("environment in (production),tier in (frontend)", true)]
    [InlineData("environment in (production, qa)", true)]
    [InlineData("environment,environment notin (frontend)", true)]
    [InlineData("partition", false)]
    [InlineData("!partition", true)]
    [InlineData("tier notin (frontend, backend)", false)]
    [InlineData("partition!=x", true)]
    [InlineData("environment==production", true)]
    [InlineData("", true)]
    [InlineData("inside=1", false)]
    [InlineData("weight>1", true)]
    [InlineData("weight<1", false)]
    public void Selectors_in_text_select_as_documented(string selector, bool selected)
    {
        var labels = Json.Object("""{"environment":"production","tier":"frontend","weight":"2"}""");

        Assert.Equal(selected, LabelSelector.Parse(selector).Matches(labels));
    }

    [Theory]
    [InlineData("a in (b")]
    [InlineData("a,,b")]
    [InlineData("=b")]
    [InlineData("a b")]
    public void What_is_no_selector_is_refused(string text) =>
        Assert.Equal(400, Assert.Throws<StatusException>(() => LabelSelector.Parse(text)).Status.Code);

    [Fact]
    public void The_object_form_joins_labels_and_expressions()
    {
        var selector = LabelSelector.Parse(
            Json.Object(
                """
                {
                  "matchLabels": { "app": "web" },
                  "matchExpressions": [{ "key": "tier", "operator": "In", "values": ["a", "b"] }, { "key": "old", "operator": "DoesNotExist" }]
                }
                """
            )
        );

        Assert.True(selector.Matches(Json.Object("""{"app":"web","tier":"b"}""")));
        Assert.False(selector.Matches(Json.Object("""{"app":"web","tier":"b","old":""}""")));
        Assert.Equal("app=web,tier in (a,b),!old", selector.ToString());
    }
}
