using CsCheck;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Core.Tests.Baselines;

public sealed class BaselineDocumentTests
{
    private static readonly Gen<InjectionValues> AnyInjection = Gen.Select(
        Gen.Nullable(Gen.Double[0, 600]),
        Gen.Double[0, 600],
        Gen.Nullable(Gen.Double[0, 60]),
        Gen.Double[0, 1],
        Gen.Select(Gen.Enum<Phase>(), Gen.Double[0, 60]).Array[0, 5],
        (recovery, outage, p99, unavailability, phases) =>
            new InjectionValues
            {
                RecoveryTime = recovery,
                Watched = 600,
                Outage = outage,
                P99 = p99,
                Unavailability = unavailability,
                Phases = phases
                    .DistinctBy(phase => phase.Item1)
                    .ToDictionary(phase => phase.Item1, phase => phase.Item2),
            }
    );

    private static readonly Gen<Baseline> AnyBaseline = AnyInjection
        .Array[1, 4]
        .Array[1, 3]
        .Select(runs =>
            Some.Baseline([
                .. runs.Select(
                    (injections, i) =>
                        Some.Accepted($"{i}") with
                        {
                            Commit = i == 0 ? null : "abc",
                            Experiments = new Dictionary<string, IReadOnlyList<InjectionValues>>
                            {
                                ["a \"pod\" is killed"] = injections,
                            },
                        }
                ),
            ])
        );

    [Fact]
    public void What_was_written_is_read_back() =>
        AnyBaseline
            .Array[0, 2]
            .Sample(
                baselines =>
                {
                    var read = BaselineDocument.Read(BaselineDocument.Write(baselines), "b.json");

                    Assert.Equivalent(baselines, read, strict: true);
                    Assert.Equal(BaselineDocument.Write(baselines), BaselineDocument.Write(read));
                },
                iter: 50
            );

    [Fact]
    public void The_text_is_compact_and_in_a_fixed_order()
    {
        var baseline = Some.Baseline(
            Some.Accepted("1", Some.Experiment([Some.Injection(recovery: 2.5, good: 1497)])) with
            {
                Digest = "sha256:aa",
            }
        );

        Assert.Equal(
            """
            [{"format":"resilience-gate.io/baseline/v2","target":"recommender/deployment/recommender","fingerprint":{"cluster":"5f0b","kubernetes":"1.36","nodes":"amd64","plan":"sha256:aa"},"runs":[{"run":"1","at":"2025-01-02T12:00:00+00:00","digest":"sha256:aa","replicas":3,"recoveryPeriod":0.1,"experiments":{"a pod is killed":[{"recoveryTime":2.5,"watched":60,"outage":0.1,"p99":0.02,"unavailability":0.002,"phases":{"start":1,"load":1.5}}]}}]}]

            """,
            BaselineDocument.Write([baseline])
        );
    }

    [Theory]
    [InlineData("", "corrupted")]
    [InlineData("[{", "corrupted")]
    [InlineData("{}", "no list of documents")]
    [InlineData("[null]", "\"format\" is missing")]
    [InlineData("""[{"apiVersion":"v1"}]""", "\"format\" is missing")]
    [InlineData("""[{"format":"someone.else/v1"}]""", "someone.else/v1")]
    [InlineData(
        """[{"format":"resilience-gate.io/baseline/v9"}]""",
        "this version reads resilience-gate.io/baseline/v2"
    )]
    [InlineData("""[{"format":"resilience-gate.io/baseline/v1","target":"a"}]""", "corrupted")]
    [InlineData("""[{"format":"resilience-gate.io/baseline/v1","format":"b"}]""", "corrupted")]
    public void What_is_no_baseline_is_an_error_that_names_it(string json, string reason)
    {
        var error = Assert.Throws<DocumentException>(() => BaselineDocument.Read(json, "out/b.json"));

        Assert.StartsWith("out/b.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("delete it to start a new baseline", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"watched\":60", "\"watched\":-60")]
    [InlineData("\"outage\":0.1", "\"outage\":\"NaN\"")]
    [InlineData("\"start\":1", "\"start\":-1")]
    [InlineData("\"start\":1", "\"sleep\":1")]
    [InlineData("\"replicas\":3,", "")]
    [InlineData("\"runs\":[", "\"runs\":null,\"other\":[")]
    public void A_value_that_cannot_be_is_an_error(string good, string bad)
    {
        var json = BaselineDocument.Write([Some.Baseline()]);
        Assert.Contains(good, json, StringComparison.Ordinal);

        Assert.Throws<DocumentException>(() =>
            BaselineDocument.Read(json.Replace(good, bad, StringComparison.Ordinal), "b.json")
        );
    }

    [Fact]
    public void What_the_first_version_wrote_is_read_and_written_in_the_present_format()
    {
        const string first = """
            [{"format":"resilience-gate.io/baseline/v1","target":"recommender/deployment/recommender","fingerprint":{"cluster":"5f0b","kubernetes":"1.36","nodes":"amd64","plan":"sha256:aa"},"runs":[{"run":"1","at":"2025-01-02T12:00:00+00:00","replicas":3,"recoveryPeriod":0.1,"experiments":{"a pod is killed":[{"recoveryTime":2.5,"watched":60,"outage":0.1,"p99":0.02,"unavailability":0.002,"phases":{"load":1.5}}]}}]}]
            """;

        var migrated = Assert.Single(BaselineDocument.Read(first, "b.json"));

        Assert.Equal((Baseline.CurrentFormat, null), (migrated.Format, migrated.Anchor));
        Assert.Equal(2.5, Assert.Single(migrated.Runs).Experiments[Some.Kill][0].RecoveryTime);
        Assert.Equivalent(
            new[] { migrated },
            BaselineDocument.Read(BaselineDocument.Write([migrated]), "b.json"),
            strict: true
        );
    }

    [Fact]
    public void The_anchor_is_kept_and_read_as_strictly_as_the_runs()
    {
        var json = BaselineDocument.Write([Some.Baseline().Anchored()]);

        Assert.NotNull(Assert.Single(BaselineDocument.Read(json, "b.json")).Anchor);
        var at = json.LastIndexOf("\"outage\":", StringComparison.Ordinal);
        Assert.Throws<DocumentException>(() => BaselineDocument.Read(json.Insert(at + 9, "-"), "b.json"));
    }
}
