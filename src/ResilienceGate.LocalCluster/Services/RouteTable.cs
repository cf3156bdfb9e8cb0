using System.Globalization;
using System.Net;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>What the machine has IPv4 routes to, in all of its tables.</summary>
internal static class RouteTable
{
    private const string File = "/proc/net/fib_trie";
    private const string Leaf = "|-- ";

    public static IReadOnlyList<IPNetwork> Read() => Parse(System.IO.File.ReadLines(File));

    /// <summary>
    /// A leaf of the kernel's trie is an address, and the lines below it are the lengths of the prefixes that begin
    /// there: <c>|-- 10.97.0.0</c>, then <c>/24 link UNICAST</c>. The default route is left out: it covers everything.
    /// </summary>
    public static IReadOnlyList<IPNetwork> Parse(IEnumerable<string> lines)
    {
        var routes = new List<IPNetwork>();
        IPAddress? address = null;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith(Leaf, StringComparison.Ordinal))
                address = IPAddress.Parse(line.AsSpan(Leaf.Length));
            else if (address is not null && line.StartsWith('/') && Length(line) is var length and > 0)
                routes.Add(new IPNetwork(address, length));
        }

        return routes;
    }

    private static int Length(string line) =>
        int.Parse(line.AsSpan(1, line.IndexOf(' ', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture);
}
