using System.Net;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>Gives each Service a loopback address of the cluster's own range.</summary>
internal sealed class ServiceAddresses(AddressPool pool) : IServiceAddresses
{
    public string? Allocate(string? requested)
    {
        if (string.IsNullOrEmpty(requested))
            return pool.Take()?.ToString();
        return IPAddress.TryParse(requested, out var wanted) && pool.TryTake(wanted) ? requested : null;
    }

    public void Release(string address)
    {
        if (IPAddress.TryParse(address, out var released))
            pool.Return(released);
    }
}
