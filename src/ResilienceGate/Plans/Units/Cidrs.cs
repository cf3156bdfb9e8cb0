using System.Net;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Ranges of addresses, of IPv4 or IPv6: <c>10.0.0.0/8</c>; one address is a range too.</summary>
internal static class Cidrs
{
    private const string Example = "10.0.0.0/8";

    public static ScalarForm<string> Form { get; } =
        new TextForm<string>(
            "an address, or a range of addresses in CIDR notation",
            "^[0-9A-Fa-f.:]{2,45}(/[0-9]{1,3})?$",
            Example,
            Parse
        );

    public static Parsed<string> Parse(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal))
            return IPAddress.TryParse(text, out var address)
                ? address.ToString()
                : Parsed.Wrong<string>($"is not an address; write one as in 10.0.0.7, or a range as in {Example}");
        return IPNetwork.TryParse(text, out var network)
            ? network.ToString()
            : Parsed.Wrong<string>(
                $"is not a range of addresses; write its first address and the bits they share, as in {Example}"
            );
    }
}
