using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Paths of URLs.</summary>
internal static class Paths
{
    public static ScalarForm<string> Form { get; } =
        new TextForm<string>(
            "the path of a URL, from its slash on",
            @"^/[A-Za-z0-9._~:/?&=%@!,;+-]{0,1023}$",
            "/predict",
            text => text
        );
}
