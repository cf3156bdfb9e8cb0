using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>
/// The downward API's <c>resourceFieldRef</c>: a request or limit in units of the divisor, rounded up. Without a limit
/// it is what the node can give.
/// </summary>
internal sealed class ResourceReference(IReadOnlyDictionary<string, ResourceQuantity> allocatable)
{
    /// <exception cref="ContainerConfigException">There is no such resource.</exception>
    public string Resolve(V1Container container, V1ResourceFieldSelector selector)
    {
        var (amounts, name) = selector.Resource.Split('.', 2) switch
        {
            ["limits", var resource] => (container.Resources?.Limits, resource),
            ["requests", var resource] => (container.Resources?.Requests, resource),
            _ => throw new ContainerConfigException($"unsupported container resource : {selector.Resource}"),
        };
        var amount =
            amounts is not null && amounts.TryGetValue(name, out var set) ? set.ToDecimal()
            : selector.Resource.StartsWith("limits.", StringComparison.Ordinal)
            && allocatable.TryGetValue(name, out var whole)
                ? whole.ToDecimal()
            : 0;
        var divisor = selector.Divisor?.ToDecimal() is { } given and > 0 ? given : 1;
        return decimal.Ceiling(amount / divisor).ToString(CultureInfo.InvariantCulture);
    }
}
