namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>The WebSocket subprotocols of remote commands: every message begins with the number of its channel.</summary>
internal static class RemoteProtocol
{
    public const string V4 = "v4.channel.k8s.io";

    /// <summary>As v4, and the client can close one channel.</summary>
    public const string V5 = "v5.channel.k8s.io";

    public const byte StandardInput = 0;
    public const byte StandardOutput = 1;
    public const byte StandardError = 2;

    /// <summary>Carries one Status object at the end.</summary>
    public const byte Error = 3;

    /// <summary>Carries the sizes of the client's terminal, each as a JSON object with Width and Height.</summary>
    public const byte Resize = 4;

    /// <summary>In v5: the byte after it is the channel to close.</summary>
    public const byte Close = 255;

    public static string? Negotiate(IEnumerable<string> requested) => requested.FirstOrDefault(p => p is V5 or V4);
}
