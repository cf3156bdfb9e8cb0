namespace ResilienceGate.Plans.Forms;

internal static class Parsed
{
    public static Parsed<T> Right<T>(T value) => new(value, Problem: null);

    public static Parsed<T> Wrong<T>(string problem) => new(default, problem);
}
