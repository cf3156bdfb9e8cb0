namespace ResilienceGate.Core.Bench;

internal readonly record struct Range(double From, double To)
{
    public double Draw(Random random) => From + ((To - From) * random.NextDouble());
}
