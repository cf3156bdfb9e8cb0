using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResilienceGate.Core.Reports;

/// <summary>Enums are spelled as in plans and findings: <c>recovery-time</c>. Numbers are refused.</summary>
public sealed class KebabCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
