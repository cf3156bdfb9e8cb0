namespace ResilienceGate.Commands.Judging;

internal sealed record SettingsLine
{
    /// <summary>False: the screen convicts by itself, as where no duet can be held.</summary>
    public bool? Duet { get; init; }

    /// <summary>Requests a second; default 100.</summary>
    public double? Rate { get; init; }

    public MarginsLine? Margins { get; init; }
}
