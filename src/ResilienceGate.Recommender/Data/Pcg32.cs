namespace ResilienceGate.Recommender.Data;

/// <summary>
/// The PCG XSH-RR 64/32 generator. Unlike <see cref="Random"/> its numbers are the same on every machine and in every
/// version of .NET, which is what lets a checkpoint be reproduced byte for byte.
/// Source: M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms" (2014), pcg-random.org.
/// </summary>
internal sealed class Pcg32
{
    private const ulong Multiplier = 6364136223846793005;

    private readonly ulong increment;
    private ulong state;

    /// <param name="seed">Where on its sequence the generator starts.</param>
    /// <param name="stream">Which of 2^63 independent sequences it walks.</param>
    public Pcg32(ulong seed, ulong stream)
    {
        increment = (stream << 1) | 1;
        NextUInt32();
        state += seed;
        NextUInt32();
    }

    public uint NextUInt32()
    {
        var old = state;
        state = unchecked((old * Multiplier) + increment);
        var xorShifted = (uint)(((old >> 18) ^ old) >> 27);
        return uint.RotateRight(xorShifted, (int)(old >> 59));
    }

    /// <summary>A uniform number in [0, 1) with 32 random bits.</summary>
    public double NextDouble() => NextUInt32() * (1.0 / 4294967296.0);

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without modulo bias.</summary>
    public int NextBelow(int bound)
    {
        // Lemire, "Fast Random Integer Generation in an Interval" (2019): reject the few values that would be too many.
        var limit = (uint)bound;
        var threshold = unchecked(0u - limit) % limit;
        while (true)
        {
            var product = (ulong)NextUInt32() * limit;
            if ((uint)product >= threshold)
                return (int)(product >> 32);
        }
    }

    /// <summary>
    /// About a standard normal number: the sum of 12 uniforms less 6 (Irwin-Hall). The usual Box-Muller needs a logarithm
    /// and a cosine, whose last bits differ between platforms; sums do not.
    /// </summary>
    public double NextNormal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += NextDouble();
        return sum;
    }

    /// <summary>Fisher-Yates.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
