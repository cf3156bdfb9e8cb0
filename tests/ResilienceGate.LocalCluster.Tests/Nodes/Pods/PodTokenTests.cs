using k8s.Models;
using Microsoft.IdentityModel.JsonWebTokens;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Controllers;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Pods;

/// <summary>The token of its service account as a pod finds it.</summary>
public sealed class PodTokenTests : IAsyncDisposable
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    private readonly TestNode _node = new();

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task The_token_is_where_the_containers_command_looks_for_it()
    {
        AddAccount();
        var pod = _node.Run($"cat {MountPath}/token", pod => Mount(pod, TimeSpan.FromSeconds(3607)));
        await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Succeeded");

        var token = new JsonWebToken(await _node.LogAsync(pod));

        Assert.Equal("system:serviceaccount:default:default", token.Subject);
        var pods = token.GetPayloadValue<System.Text.Json.JsonElement>("kubernetes.io").GetProperty("pod");
        Assert.Equal(pod.Metadata.Uid, pods.GetProperty("uid").GetString());
        // The lifetime that pods ask for by default is stretched to a year, for those who read the token but once.
        Assert.Equal(TimeSpan.FromDays(365), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public async Task A_token_is_replaced_before_it_expires()
    {
        AddAccount();
        var pod = _node.Run("sleep 600", pod => Mount(pod, TimeSpan.FromMinutes(10)));
        await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Running");
        var file = _node.Flag(Path.Combine(pod.Metadata.Uid, "volumes", "token", "token"));
        var first = new JsonWebToken(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        var waited = await _node.Cluster.AdvanceUntilAsync(
            () => new JsonWebToken(File.ReadAllText(file)).Id != first.Id,
            TimeSpan.FromMinutes(1)
        );

        var second = new JsonWebToken(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.InRange(second.IssuedAt - first.IssuedAt, TimeSpan.FromMinutes(8), waited);
    }

    [Fact]
    public async Task A_pod_waits_for_an_account_that_is_gone()
    {
        _node.Run($"cat {MountPath}/token", pod => Mount(pod, TimeSpan.FromHours(1)));
        await _node.Cluster.Objects.Events.FirstAsync(e =>
            e
                is {
                    Reason: "FailedMount",
                    Message: "MountVolume.SetUp failed for volume \"token\" : failed to fetch token: serviceaccounts \"default\" not found"
                }
        );

        AddAccount();

        await _node.Cluster.AdvanceUntilAsync(
            () => _node.Pods.Find("default", "pod")?.Status.Phase is "Succeeded",
            TimeSpan.FromSeconds(2)
        );
    }

    private void AddAccount() =>
        _node.Cluster.Store.Create(
            ResourceTypes.ServiceAccounts,
            "default",
            Json.Object("""{ "metadata": { "name": "default" } }""")
        );

    private static void Mount(V1Pod pod, TimeSpan lifetime)
    {
        pod.Spec.Volumes =
        [
            new V1Volume
            {
                Name = "token",
                Projected = new V1ProjectedVolumeSource
                {
                    Sources =
                    [
                        new V1VolumeProjection
                        {
                            ServiceAccountToken = new V1ServiceAccountTokenProjection
                            {
                                Path = "token",
                                ExpirationSeconds = (long)lifetime.TotalSeconds,
                            },
                        },
                    ],
                },
            },
        ];
        pod.Spec.Containers[0].VolumeMounts = [new V1VolumeMount { Name = "token", MountPath = MountPath }];
    }
}
