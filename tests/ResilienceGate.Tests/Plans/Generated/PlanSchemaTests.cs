using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;
using ResilienceGate.Plans;
using ResilienceGate.Plans.Schema;
using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Tests.Plans.Generated;

public sealed class PlanSchemaTests
{
    private const string SchemaPath = "action/schema/resilience-gate.schema.json";

    /// <summary>The wrong plans that are YAML at least; a schema sees no others.</summary>
    public static TheoryData<string> Mistakes { get; } =
    [.. WrongPlan.All.Values.Where(w => Json(w.Text) is not null).Select(w => w.Name)];

    [Fact]
    public void The_committed_schema_is_what_the_reader_reads() =>
        GeneratedFile.IsCurrent(SchemaPath, PlanSchema.Text());

    [Fact]
    public async Task Right_plans_pass_the_schema()
    {
        Assert.Empty(await ValidateAsync(Samples.Complete));
        Assert.Empty(await ValidateAsync(Samples.Minimal));
        Assert.Empty(await ValidateAsync(Samples.Drivers));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task The_schema_sees_of_the_mistakes_what_a_schema_can(string mistake)
    {
        var wrong = WrongPlan.All[mistake];

        Assert.Equal(wrong.SchemaSees, (await ValidateAsync(wrong.Text)).Count > 0);
    }

    [Fact]
    public void Every_key_of_the_schema_is_explained()
    {
        var unexplained = Properties(JsonNode.Parse(PlanSchema.Text()))
            .Where(p => p.Value?["description"]?.GetValue<string>() is not { Length: > 10 })
            .Select(p => p.Key);

        Assert.Empty(unexplained);
    }

    private static async Task<ICollection<ValidationError>> ValidateAsync(string yaml)
    {
        var schema = await JsonSchema.FromJsonAsync(PlanSchema.Text(), TestContext.Current.CancellationToken);
        return schema.Validate(Json(yaml)?.ToJsonString() ?? throw new ArgumentException("Not YAML.", nameof(yaml)));
    }

    /// <summary>The plan as an editor hands it to a schema; null when it is no YAML.</summary>
    private static JsonNode? Json(string yaml)
    {
        try
        {
            var errors = new PlanErrors("plan.yaml");
            var root = YamlLoader.Load(yaml, errors);
            errors.ThrowIfAny();
            return Json(root);
        }
        catch (PlanException)
        {
            return null;
        }
    }

    private static JsonNode? Json(PlanNode node) =>
        node switch
        {
            PlanNode.Mapping mapping => new JsonObject(
                mapping.Entries.Select(e => KeyValuePair.Create(e.Key, Json(e.Value)))
            ),
            PlanNode.Sequence sequence => new JsonArray([.. sequence.Items.Select(Json)]),
            PlanNode.Scalar { IsEmpty: true } => null,
            PlanNode.Scalar { Plain: true, Text: var text } when IsJson(text) => JsonNode.Parse(text),
            PlanNode.Scalar scalar => scalar.Text,
            _ => throw new InvalidOperationException($"{node} is not known."),
        };

    private static bool IsJson(string text) =>
        text is "true" or "false"
        || (
            char.IsAsciiDigit(text[^1])
            && double.TryParse(
                text,
                System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture,
                out _
            )
        );

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonNode? node) =>
        node switch
        {
            JsonObject o => (o["properties"]?.AsObject() ?? []).Concat(o.SelectMany(p => Properties(p.Value))),
            JsonArray a => a.SelectMany(Properties),
            _ => [],
        };
}
