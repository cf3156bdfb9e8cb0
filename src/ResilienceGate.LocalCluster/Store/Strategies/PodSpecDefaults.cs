using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>The defaults of a pod's spec, in a pod or in a template (<c>pkg/apis/core/v1/defaults.go</c>).</summary>
internal static class PodSpecDefaults
{
    private const int ReadableByAll = 420;

    public static void Apply(JsonObject spec)
    {
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("restartPolicy", "Always");
        spec.Default("schedulerName", "default-scheduler");
        spec.Default("securityContext", new JsonObject());
        spec.Default("terminationGracePeriodSeconds", 30);
        foreach (var container in Containers(spec))
            ApplyContainer(container);
        foreach (var volume in spec.Items("volumes"))
            ApplyVolume(volume);
    }

    /// <summary>Containers of every sort.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        spec.Items("initContainers").Concat(spec.Items("containers")).Concat(spec.Items("ephemeralContainers"));

    private static void ApplyContainer(JsonObject container)
    {
        container.Default("imagePullPolicy", IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        container.Default("resources", new JsonObject());
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        foreach (var port in container.Items("ports"))
            port.Default("protocol", "TCP");
        foreach (var name in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
        {
            if (container.Object(name) is { } probe)
                ApplyProbe(probe);
        }
        foreach (var variable in container.Items("env"))
            variable.Object("valueFrom")?.Object("fieldRef")?.Default("apiVersion", "v1");
        foreach (var hook in (string[])["preStop", "postStart"])
            ApplyHttpGet(container.Object("lifecycle")?.Object(hook));
    }

    private static void ApplyProbe(JsonObject probe)
    {
        foreach (
            var (field, value) in ((string, int)[])
                [("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3)]
        )
        {
            // Zero is Go's "not given" here.
            if (probe.Number(field) is null or 0)
                probe[field] = value;
        }
        ApplyHttpGet(probe);
        probe.Object("grpc")?.Default("service", "");
    }

    private static void ApplyHttpGet(JsonObject? handler)
    {
        var httpGet = handler?.Object("httpGet");
        httpGet?.Default("path", "/");
        httpGet?.Default("scheme", "HTTP");
    }

    private static void ApplyVolume(JsonObject volume)
    {
        if (volume.Count == 1)
            volume["emptyDir"] = new JsonObject();
        foreach (var source in (string[])["configMap", "secret", "downwardAPI", "projected"])
            volume.Object(source)?.Default("defaultMode", ReadableByAll);
        volume.Object("hostPath")?.Default("type", "");
    }

    /// <summary>An image without tag or digest means its tag <c>latest</c>.</summary>
    private static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
            return false;
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.LastIndexOf(':');
        return colon < 0 || name[(colon + 1)..] is "latest";
    }
}
