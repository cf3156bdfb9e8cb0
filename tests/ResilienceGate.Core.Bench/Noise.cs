namespace ResilienceGate.Core.Bench;

/// <summary>Seeded chance.</summary>
internal sealed class Noise(int seed)
{
    private readonly Random _random = new(seed);

    public bool Happens(double probability) => _random.NextDouble() < probability;

    public double Draw(Range range) => range.Draw(_random);

    public double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Student's t with four degrees of freedom, scaled to a variance of 1.</summary>
    public double HeavyTailed()
    {
        var square = 0.0;
        for (var i = 0; i < 4; i++)
        {
            var normal = Normal();
            square += normal * normal;
        }

        return Normal() / Math.Sqrt(square / 4) / Math.Sqrt(2);
    }
}
