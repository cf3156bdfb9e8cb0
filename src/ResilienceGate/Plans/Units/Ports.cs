using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Ports of TCP and UDP.</summary>
internal static class Ports
{
    public static ScalarForm<int> Form { get; } = new NumberForm<int>(1, 65_535, 8080);
}
