using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResilienceGate.Core.Reports;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunResult))]
public sealed partial class CoreJson : JsonSerializerContext;
