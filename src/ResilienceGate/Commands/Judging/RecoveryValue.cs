using System.Text.Json.Serialization;

namespace ResilienceGate.Commands.Judging;

/// <param name="Seconds">Null when the recovery never came.</param>
[JsonConverter(typeof(RecoveryValueConverter))]
internal readonly record struct RecoveryValue(double? Seconds);
