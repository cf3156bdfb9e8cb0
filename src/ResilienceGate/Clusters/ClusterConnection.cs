using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Authentication;
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
            return Connect(Read(options));
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

    /// <summary>From inside a pod, by the token of its service account.</summary>
    /// <param name="credentials">The folder with <c>token</c> and <c>ca.crt</c>.</param>
    /// <exception cref="GateException">This is no pod, or it has no token.</exception>
    public static Kubernetes OpenInside(string credentials)
    {
        var (token, authority) = (Path.Combine(credentials, "token"), Path.Combine(credentials, "ca.crt"));
        if (
            Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host
            || Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port
            || !File.Exists(token)
            || !File.Exists(authority)
        )
            throw new GateException($"This is no pod with a service account: its token is not in {credentials}.");
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(authority);
        var configuration = new KubernetesClientConfiguration
        {
            Host = $"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}",
            TokenProvider = new TokenFileAuth(token),
            SslCaCerts = authorities,
        };
        return Connect(configuration);
    }

    private static Kubernetes Connect(KubernetesClientConfiguration configuration)
    {
        // The limit is RequestTimeout's: it spares the logs that are followed, and does not pass for a cancellation.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.FirstMessageHandlerSetup = KeepAlive;
        return new Kubernetes(configuration, new RequestTimeout(AnswerWithin, TimeProvider.System), new ConnectAgain());
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
