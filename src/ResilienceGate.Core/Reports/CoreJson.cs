using System.Text.Json.Serialization;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports;

/// <summary>
/// How baselines and results are written: properties in the order of their records, seconds for times, words for enums.
/// A model may answer NaN, and a report must be able to say so.
/// </summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    Converters = [
        typeof(SecondsConverter),
        typeof(KebabCaseEnumConverter<Conclusion>),
        typeof(KebabCaseEnumConverter<Metric>),
        typeof(KebabCaseEnumConverter<Phase>),
        typeof(KebabCaseEnumConverter<Verdict>),
    ],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(Baseline))]
[JsonSerializable(typeof(RunResult))]
public sealed partial class CoreJson : JsonSerializerContext;
