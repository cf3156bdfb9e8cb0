using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>A Service that the target talks to: <c>redis</c>, <c>redis:6379</c>, <c>redis.data:6379</c>.</summary>
internal static class ServicePeers
{
    private const string Example = "redis:6379";

    public static ScalarForm<ServicePeer> Form { get; } =
        new TextForm<ServicePeer>(
            "the name of a Service, with its namespace after a point and its port after a colon where they matter",
            $@"^{Names.LabelPart}(\.{Names.LabelPart})?(:[0-9]{{1,5}})?$",
            Example,
            Parse
        );

    public static Parsed<ServicePeer> Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        int? port = null;
        if (colon >= 0)
        {
            var number = Ports.Form.Parse(text[(colon + 1)..]);
            if (number.Problem is not null)
                return Parsed.Wrong<ServicePeer>(
                    $"has no port from 1 to 65535 after the colon; write it as in {Example}"
                );
            port = number.Value;
        }
        return (colon < 0 ? text : text[..colon]).Split('.') switch
        {
            [var name] => new ServicePeer(name, Namespace: null, port),
            [var name, var ns] => new ServicePeer(name, ns, port),
            _ => Parsed.Wrong<ServicePeer>(
                "has more parts than a name and a namespace; write it as in redis.data:6379, without svc.cluster.local"
            ),
        };
    }
}
