using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.EndpointSlices;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class EndpointSliceTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new();

    public EndpointSliceTests() =>
        _cluster.Run(
            new EndpointSliceController(_cluster.Objects, _cluster.Events, _cluster.Clock, TestCluster.Logger)
        );

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_slice_follows_the_readiness_of_the_selected_pods()
    {
        AddService();
        AddPod("one", "127.9.17.1");
        AddPod("other", "127.9.17.2");
        _cluster.MakeReady("other", ready: false);
        await Until(slice => Show(slice) is "127.9.17.1 ready serving, 127.9.17.2");
        _cluster.MakeReady("other");
        await Until(slice => Show(slice) is "127.9.17.1 ready serving, 127.9.17.2 ready serving");
    }

    [Fact]
    public async Task A_pod_that_is_being_deleted_still_serves_but_is_not_ready()
    {
        AddService();
        var pod = AddPod("one", "127.9.17.1");
        _cluster.Objects.Pods.Delete(pod, TimeSpan.FromSeconds(30));
        await Until(slice => Show(slice) is "127.9.17.1 serving terminating");
        _cluster.Objects.Pods.Delete(pod, TimeSpan.Zero);
        await Until(slice => Show(slice) is "");
    }

    [Fact]
    public async Task A_service_may_publish_what_is_not_ready()
    {
        AddService(service => service.Spec.PublishNotReadyAddresses = true);
        AddPod("one", "127.9.17.1");
        _cluster.MakeReady("one", ready: false);
        await Until(slice => Show(slice) is "127.9.17.1 ready");
    }

    [Fact]
    public async Task A_named_port_is_looked_up_in_the_pods()
    {
        AddService(service => service.Spec.Ports[0].TargetPort = "http");
        AddPod("one", "127.9.17.1");
        var slice = await Until(slice => slice is { Ports: [{ Port: 8081 }], Endpoints: [_] });
        Assert.Equal("web", slice.Metadata.Labels["kubernetes.io/service-name"]);
        Assert.Contains("endpoints.kubernetes.io/last-change-trigger-time", slice.Metadata.Annotations);
        var target = Assert.Single(slice.Endpoints).TargetRef;
        Assert.Equal(("Pod", "one"), (target.Kind, target.Name));
    }

    private static string Show(V1EndpointSlice slice) =>
        string.Join(
            ", ",
            (slice.Endpoints ?? []).Select(e =>
                string.Join(
                    ' ',
                    new[]
                    {
                        e.Addresses[0],
                        e.Conditions.Ready is true ? "ready" : "",
                        e.Conditions.Serving is true ? "serving" : "",
                        e.Conditions.Terminating is true ? "terminating" : "",
                    }.Where(word => word.Length > 0)
                )
            )
        );

    private Task<V1EndpointSlice> Until(Func<V1EndpointSlice, bool> condition) =>
        _cluster.Objects.EndpointSlices.FirstAsync(condition);

    private void AddService(Action<V1Service>? change = null)
    {
        var service = new V1Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = TestCluster.Namespace },
            Spec = new V1ServiceSpec
            {
                Selector = new Dictionary<string, string> { ["app"] = "web" },
                Ports = [new V1ServicePort { Port = 80, TargetPort = 8080 }],
            },
        };
        change?.Invoke(service);
        _cluster.Objects.Services.Create(service);
    }

    private V1Pod AddPod(string name, string address)
    {
        var pod = _cluster.AddPod(
            name,
            pod =>
            {
                pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web" };
                pod.Spec.NodeName = "node-1";
                pod.Spec.Containers[0].Ports = [new V1ContainerPort { Name = "http", ContainerPort = 8081 }];
            }
        );
        _cluster.MakeReady(name, address);
        return pod;
    }
}
