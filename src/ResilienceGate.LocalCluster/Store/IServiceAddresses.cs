namespace ResilienceGate.LocalCluster.Store;

/// <summary>Hands out the cluster addresses of Services.</summary>
internal interface IServiceAddresses
{
    /// <param name="requested">The address that the Service asks for, or null for any.</param>
    /// <returns>The address, or null when the requested one is not to be had.</returns>
    string? Allocate(string? requested);

    void Release(string address);
}
