namespace ResilienceGate.Core.Bench;

/// <summary>One row of the table: a kind of gate, simulated many times.</summary>
internal sealed record Cell(string Name, Weather Weather, Change Change)
{
    public int Experiments { get; init; } = 4;

    /// <summary>A run: k.</summary>
    public int Injections { get; init; } = 5;

    /// <summary>Accepted runs: N.</summary>
    public int Runs { get; init; } = 10;

    /// <summary>All of the candidate's screening run, and both arms of its duet, on nodes that are slower by this share.</summary>
    public double SlowerNodes { get; init; }

    /// <summary>The newest accepted run was a bad one.</summary>
    public bool BadNewest { get; init; }

    /// <summary>Seconds in which recoveries come; 0.1 is what a watch resolves.</summary>
    public double Period { get; init; } = 0.1;

    /// <summary>Standard deviation of the injections of a duet over that of a run's.</summary>
    public double DuetNoise { get; init; } = Math.Sqrt(1.3);

    /// <summary>No duet is held: the screen convicts alone.</summary>
    public bool ScreenAlone { get; init; }

    /// <summary>The outage is a fourth metric, as good as a copy of the availability.</summary>
    public bool WithOutage { get; init; }

    /// <summary>Share of gates that may fail at most, or have to fail at least.</summary>
    public double AtMost { get; init; } = 1;

    public double AtLeast { get; init; }
}
