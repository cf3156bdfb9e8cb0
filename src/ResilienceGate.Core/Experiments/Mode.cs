namespace ResilienceGate.Core.Experiments;

/// <summary>
/// How many of the selected targets a fault hits. The modes and the rounding are Chaos Mesh's, except that nobody is never
/// drawn: an injection that hits nobody measures nothing.
/// </summary>
public abstract record Mode
{
    private Mode() { }

    public sealed record One : Mode;

    public sealed record All : Mode;

    public sealed record Fixed(int Count) : Mode;

    /// <param name="Percent">1 to 100; the number of targets is rounded up.</param>
    public sealed record FixedPercent(int Percent) : Mode;

    /// <param name="Percent">1 to 100; the number of targets is drawn between 1 and this share.</param>
    public sealed record RandomMaxPercent(int Percent) : Mode;

    /// <summary>The most targets out of <paramref name="available"/> that this mode can hit.</summary>
    public int AtMost(int available) =>
        this switch
        {
            One => Math.Min(1, available),
            All => available,
            Fixed f => Math.Min(f.Count, available),
            FixedPercent p => RoundedUp(p.Percent, available),
            RandomMaxPercent p => RoundedUp(p.Percent, available),
            _ => throw new InvalidOperationException($"Mode {this} is not known."),
        };

    /// <summary>How many targets out of <paramref name="available"/>, at least 1, one injection hits.</summary>
    public int Draw(int available, Random random) =>
        this is RandomMaxPercent ? random.Next(AtMost(available)) + 1 : AtMost(available);

    private static int RoundedUp(int percent, int available) => ((percent * available) + 99) / 100;
}
