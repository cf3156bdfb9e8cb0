using System.Text.Json.Serialization;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Judgement.Cases;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Commands.Judging;

/// <summary>How a batch is read and answered: names as in plans, one object a line.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    Converters = [
        typeof(KebabCaseEnumConverter<CaseOutcome>),
        typeof(KebabCaseEnumConverter<DuetState>),
        typeof(KebabCaseEnumConverter<Metric>),
        typeof(KebabCaseEnumConverter<Verdict>),
    ],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(GateLine))]
[JsonSerializable(typeof(PairsLine))]
[JsonSerializable(typeof(VerdictLine))]
internal sealed partial class JudgeJson : JsonSerializerContext;
