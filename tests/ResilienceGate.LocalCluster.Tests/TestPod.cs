using k8s.Models;

namespace ResilienceGate.LocalCluster.Tests;

/// <summary>Pods for a whole cluster.</summary>
internal static class TestPod
{
    public static V1Pod Shell(string name, string script) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1PodSpec
            {
                RestartPolicy = "Never",
                Containers =
                [
                    new V1Container
                    {
                        Name = "app",
                        Image = "any",
                        Command = ["/bin/sh", "-c", script],
                    },
                ],
            },
        };
}
