using k8s;
using k8s.Exceptions;

namespace ResilienceGate.Clusters;

/// <summary>Connects to the cluster that the options name, in a way that a dead connection cannot hold anything up.</summary>
internal static class ClusterConnection
{
    /// <summary>Longer than an API server and its webhooks take in any good case.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(2);

    // Together well below the 7 s within which a revert must have been accepted.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(2);

    /// <exception cref="GateException">No usable kubeconfig: the message says which file and what to do.</exception>
    public static Kubernetes Open(ClusterOptions options)
    {
        try
        {
            return new Kubernetes(
                Configuration(options),
                new RequestTimeout(AnswerWithin, TimeProvider.System),
                new ConnectAgain()
            );
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
                $"The kubeconfig {options.Kubeconfig ?? "of this environment"} cannot be used: {e.Message.TrimEnd('.')}. "
                    + "Pass --kubeconfig FILE (and --context NAME), or set KUBECONFIG.",
                e
            );
        }
    }

    private static KubernetesClientConfiguration Configuration(ClusterOptions options)
    {
        var configuration = Read(options);
        // The limit is RequestTimeout's: it spares the logs that are followed, and does not pass for a cancellation.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.FirstMessageHandlerSetup = KeepAlive;
        return configuration;
    }

    private static KubernetesClientConfiguration Read(ClusterOptions options)
    {
        try
        {
            return options.Kubeconfig is null && options.Context is null
                ? KubernetesClientConfiguration.BuildDefaultConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig, options.Context);
        }
        catch (NullReferenceException e)
        {
            // How the library takes a file in which nothing is, or nothing but comments.
            throw new KubeConfigException("It is empty.", e);
        }
    }

    /// <summary>An HTTP/2 connection that carries every request, watches included, is given up when it answers no ping.</summary>
    private static void KeepAlive(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = ConnectWithin;
        handler.KeepAlivePingDelay = PingAfter;
        handler.KeepAlivePingTimeout = PongWithin;
    }
}
