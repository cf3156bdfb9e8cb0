using k8s;
using k8s.Exceptions;

namespace ResilienceGate.Clusters;

/// <summary>Connects to the cluster that the options name.</summary>
internal static class ClusterConnection
{
    /// <exception cref="GateException">No usable kubeconfig: the message says which file and what to do.</exception>
    public static Kubernetes Open(ClusterOptions options)
    {
        try
        {
            return new Kubernetes(Configuration(options));
        }
        catch (Exception e)
            when (e
                    is KubeConfigException
                        or IOException
                        or UnauthorizedAccessException
                        or YamlDotNet.Core.YamlException
            )
        {
            throw new GateException(
                $"The kubeconfig {options.Kubeconfig ?? "of this environment"} cannot be used: {e.Message} "
                    + "Pass --kubeconfig FILE (and --context NAME), or set KUBECONFIG.",
                e
            );
        }
    }

    private static KubernetesClientConfiguration Configuration(ClusterOptions options)
    {
        var configuration =
            options.Kubeconfig is null && options.Context is null
                ? KubernetesClientConfiguration.BuildDefaultConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig, options.Context);
        // A request that hangs must not hold a revert up.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        return configuration;
    }
}
