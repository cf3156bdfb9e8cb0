using System.Globalization;
using System.Text.Json.Nodes;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>Faults of the network in the words of NetworkChaos.</summary>
/// <remarks>
/// It knows no ports. Towards the pod (<c>from</c>, <c>both</c>) it either refuses or makes rules at the other side, which
/// is not the target's; only a partition without peers of their own stays in the pod.
/// </remarks>
internal static class ChaosNetwork
{
    /// <summary>Bytes that may wait for the narrow link; Chaos Mesh insists on a number.</summary>
    private const int BandwidthLimit = 20 * 1024 * 1024;

    /// <summary>Bytes that may pass at once: less than a packet would let none pass.</summary>
    private const long LeastBuffer = 10_000;

    /// <summary>tbf refills at least so often in a second.</summary>
    private const long RefillsPerSecond = 100;

    /// <returns>Null when Chaos Mesh cannot do it, or not to this traffic.</returns>
    public static JsonObject? Of(Fault.Network fault, string ns) =>
        fault switch
        {
            Fault.NetworkDelay f => With("delay", Delay(f.Delay, f.Jitter), fault.Traffic, ns),
            Fault.DependencyLatency f => With("delay", Delay(f.Delay, f.Jitter), fault.Traffic, ns),
            Fault.NetworkLoss f => With("loss", new JsonObject { ["loss"] = Percent(f.Share) }, fault.Traffic, ns),
            Fault.NetworkCorrupt f => With(
                "corrupt",
                new JsonObject { ["corrupt"] = Percent(f.Share) },
                fault.Traffic,
                ns
            ),
            Fault.NetworkBandwidth f => With("bandwidth", Bandwidth(f.BitsPerSecond), fault.Traffic, ns),
            Fault.NetworkPartition or Fault.DependencyOutage => With("partition", parameters: null, fault.Traffic, ns),
            _ => null,
        };

    private static JsonObject? With(string action, JsonObject? parameters, Traffic traffic, string ns)
    {
        var isPartition = action is "partition";
        if (traffic.Port is not null || traffic.Service?.Port is not null)
            return null;
        if (traffic.Direction is not Direction.To && (!isPartition || traffic.Selector is not null))
            return null;
        var spec = new JsonObject
        {
            ["action"] = action,
            ["direction"] = traffic.Direction switch
            {
                Direction.To => "to",
                Direction.From => "from",
                _ => "both",
            },
        };
        if (parameters is not null)
            spec[action] = parameters;
        if (External(traffic, ns) is { Count: > 0 } external)
            spec["externalTargets"] = new JsonArray([.. external.Select(e => (JsonNode)e)]);
        if (traffic.Selector is { } selector)
            spec["target"] = new JsonObject
            {
                ["mode"] = "all",
                ["selector"] = new JsonObject
                {
                    ["namespaces"] = new JsonArray(ns),
                    ["labelSelectors"] = new JsonObject(
                        selector
                            .Split(',')
                            .Select(l => l.Split('=', 2))
                            .Select(l => KeyValuePair.Create(l[0], (JsonNode?)l[1]))
                    ),
                },
            };
        return spec;
    }

    /// <summary>A Service by its name in DNS, which Chaos Mesh looks up.</summary>
    private static List<string> External(Traffic traffic, string ns) =>
        [
            .. traffic.Service is { } service
                ? [$"{service.Name}.{service.Namespace ?? ns}.svc"]
                : Array.Empty<string>(),
            .. traffic.Network is { } network ? [network] : Array.Empty<string>(),
        ];

    private static JsonObject Delay(TimeSpan delay, TimeSpan jitter) =>
        new() { ["latency"] = Milliseconds(delay), ["jitter"] = Milliseconds(jitter) };

    private static JsonObject Bandwidth(long bitsPerSecond) =>
        new()
        {
            ["rate"] = string.Create(CultureInfo.InvariantCulture, $"{bitsPerSecond}bit"),
            ["limit"] = BandwidthLimit,
            ["buffer"] = Math.Min(int.MaxValue, Math.Max(LeastBuffer, bitsPerSecond / 8 / RefillsPerSecond)),
        };

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###}ms");

    /// <summary>Percentages are texts there.</summary>
    private static string Percent(double share) => Shares.Format(share).TrimEnd('%');
}
