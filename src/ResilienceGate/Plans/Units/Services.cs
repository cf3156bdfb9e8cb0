using System.Globalization;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>A Service and a port of it: <c>recommender:8080</c>.</summary>
internal static class Services
{
    /// <summary>As in a URL.</summary>
    private const int DefaultPort = 80;

    private const int HighestPort = 65_535;

    public static ScalarForm<(string Name, int Port)> Form { get; } =
        new TextForm<(string Name, int Port)>(
            $"the name of a Service and its port, {DefaultPort} when left out",
            $"^{Names.LabelPart}(:[0-9]{{1,5}})?$",
            "recommender:8080",
            Parse
        );

    public static Parsed<(string Name, int Port)> Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return (text, DefaultPort);
        return
            int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= HighestPort
            ? (text[..colon], port)
            : Parsed.Wrong<(string Name, int Port)>(
                $"has no port from 1 to {HighestPort} after the colon; write it as in recommender:8080"
            );
    }
}
