namespace ResilienceGate.Faults.KubeMonkey;

/// <summary>The label <c>kube-monkey/kill-mode</c>: how many of the running pods a termination takes.</summary>
/// <remarks>
/// Percentages are rounded to the nearest number of pods, a half upwards, as kube-monkey does; one that rounds to no pod
/// is a termination that fails there. It draws the victims with replacement, so that fewer go than it says; here they are
/// drawn without.
/// </remarks>
internal abstract record KillMode
{
    private KillMode() { }

    public sealed record All : KillMode;

    /// <param name="Count">More than there are means all.</param>
    public sealed record Fixed(int Count) : KillMode;

    /// <param name="Percent">1 to 100.</param>
    public sealed record FixedPercent(int Percent) : KillMode;

    /// <param name="Percent">1 to 100; the share is drawn from 0 to this one.</param>
    public sealed record RandomMaxPercent(int Percent) : KillMode;

    /// <summary>Null when the two labels make no mode.</summary>
    public static KillMode? Of(string word, string? value)
    {
        _ = int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number);
        return word switch
        {
            "kill-all" => new All(),
            "fixed" when number >= 1 => new Fixed(number),
            "fixed-percent" when number is >= 1 and <= 100 => new FixedPercent(number),
            "random-max-percent" when number is >= 1 and <= 100 => new RandomMaxPercent(number),
            _ => null,
        };
    }

    /// <summary>The most of these pods that a termination takes.</summary>
    public int AtMost(int running) =>
        this switch
        {
            All => running,
            Fixed f => Math.Min(f.Count, running),
            FixedPercent p => Rounded(p.Percent, running),
            RandomMaxPercent p => Rounded(p.Percent, running),
            _ => throw new InvalidOperationException($"Mode {this} is not known."),
        };

    /// <summary>
    /// How many go. A draw of a share that rounds to nobody is a termination that kube-monkey would fail to make: the next
    /// one that it would make counts.
    /// </summary>
    /// <returns>0 when none ever goes.</returns>
    public int Draw(int running, Random random)
    {
        if (this is not RandomMaxPercent { Percent: var most } || AtMost(running) == 0)
            return AtMost(running);
        var drawn = 0;
        while (drawn == 0)
            drawn = Rounded(random.Next(most + 1), running);
        return drawn;
    }

    private static int Rounded(int percent, int running) =>
        (int)Math.Round(running * percent / 100.0, MidpointRounding.AwayFromZero);
}
