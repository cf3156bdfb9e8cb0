using System.Net;
using System.Net.Http.Json;
using k8s;

namespace ResilienceGate.EmbeddedClusters;

/// <summary>
/// The machines under an embedded cluster, over the one path of its API that a real cluster does not have.
/// </summary>
internal sealed class ClusterMachines(Kubernetes cluster, string kubeconfig)
{
    /// <summary>What Kubernetes itself says.</summary>
    public Kubernetes Cluster => cluster;

    public string Kubeconfig => kubeconfig;

    public Task<MachineReport> ReadAsync(CancellationToken ct) => SendAsync(HttpMethod.Get, "machines", ct);

    /// <summary>Cuts the power of a node: its kubelet and all its processes vanish without a word.</summary>
    public Task<MachineReport> StopAsync(string node, CancellationToken ct) => SwitchAsync(node, "off", ct);

    public Task<MachineReport> StartAsync(string node, CancellationToken ct) => SwitchAsync(node, "on", ct);

    /// <summary>Asks for the end of the whole cluster; it ends after its answer.</summary>
    public Task<MachineReport> EndAsync(CancellationToken ct) => SendAsync(HttpMethod.Delete, "machines", ct);

    private Task<MachineReport> SwitchAsync(string node, string to, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"machines/{Uri.EscapeDataString(node)}/{to}", ct);

    private async Task<MachineReport> SendAsync(HttpMethod method, string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(cluster.BaseUri, path));
        try
        {
            using var response = await cluster.HttpClient.SendAsync(request, ct);
            if (response.StatusCode == HttpStatusCode.NotFound && method == HttpMethod.Post)
                throw new GateException(await NoSuchNodeAsync(path, ct));
            if (!response.IsSuccessStatusCode)
                throw new GateException(
                    $"The cluster of {kubeconfig} is none that `cluster up` made: it answers {(int)response.StatusCode} "
                        + $"to {path}."
                );
            return await response.Content.ReadFromJsonAsync<MachineReport>(ct)
                ?? throw new GateException($"The cluster of {kubeconfig} says nothing of its machines.");
        }
        catch (HttpRequestException e)
        {
            throw new GateException(
                $"The embedded cluster of {kubeconfig} does not run ({e.Message}); `resilience-gate cluster up` brings one up.",
                e
            );
        }
    }

    private async Task<string> NoSuchNodeAsync(string path, CancellationToken ct)
    {
        var nodes = (await ReadAsync(ct)).Nodes.Select(node => node.Name);
        return $"There is no node {path.Split('/')[1]}; the nodes are {string.Join(", ", nodes)}.";
    }
}
