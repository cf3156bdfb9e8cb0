using System.Net;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>The name servers of the pod: resolv.conf(5).</summary>
internal static class NameServer
{
    public const int Port = 53;

    private const string Configuration = "/etc/resolv.conf";

    /// <summary>Without those that are in the pod itself, which no fault of its network is between.</summary>
    public static IEnumerable<IPAddress> Addresses() =>
        Words("nameserver")
            .SelectMany(words => words)
            .Select(word => IPAddress.TryParse(word, out var address) ? address : IPAddress.Loopback)
            .Where(address => !IPAddress.IsLoopback(address));

    /// <summary>A name that a cluster's name server knows.</summary>
    public static string KnownName() =>
        $"kubernetes.default.{Words("search").SelectMany(w => w).FirstOrDefault(w => w.StartsWith("svc.", StringComparison.Ordinal)) ?? "svc.cluster.local"}";

    private static IEnumerable<IEnumerable<string>> Words(string key) =>
        !File.Exists(Configuration)
            ? []
            : File.ReadAllLines(Configuration)
                .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words.Length > 1 && words[0] == key)
                .Select(words => words.Skip(1));
}
