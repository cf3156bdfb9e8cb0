using System.Globalization;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Probes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>The events of one container, in the kubelet's words.</summary>
internal sealed class ContainerEvents(V1Container container, ContainerRole role, ContainerContext context)
{
    private readonly string _fieldPath = $"spec.{List(role)}{{{container.Name}}}";

    public void Pulling() => Normal("Pulling", $"Pulling image \"{container.Image}\"");

    public void Pulled() =>
        Normal(
            "Pulled",
            $"Container image \"{container.Image}\" already present on machine and can be accessed by the pod"
        );

    public void FailedPull(string cause)
    {
        Warning("Failed", $"Failed to pull image \"{container.Image}\": {cause}");
        Failed("ErrImagePull");
    }

    public void PullBackOff()
    {
        Normal("BackOff", $"Back-off pulling image \"{container.Image}\"");
        Failed("ImagePullBackOff");
    }

    public void Created() => Normal("Created", "Container created");

    public void Started() => Normal("Started", "Container started");

    public void Killing(string message) => Normal("Killing", message);

    public void Failed(string cause) => Warning("Failed", $"Error: {cause}");

    public void FailedPreStopHook(string cause) => Warning("FailedPreStopHook", $"PreStopHook failed: {cause}");

    public void Unhealthy(ProbeKind probe, string cause) => Warning("Unhealthy", $"{probe} probe failed: {cause}");

    /// <returns>The message of the waiting state that goes with the event.</returns>
    public string BackOff(TimeSpan wait)
    {
        var pod = context.Pod.Metadata;
        var id = $"{pod.Name}_{pod.NamespaceProperty}({pod.Uid})";
        Warning("BackOff", $"Back-off restarting failed container {container.Name} in pod {id}");
        return $"back-off {Duration(wait)} restarting failed container={container.Name} pod={id}";
    }

    private static string List(ContainerRole role) =>
        role switch
        {
            ContainerRole.Init => "initContainers",
            ContainerRole.Ephemeral => "ephemeralContainers",
            _ => "containers",
        };

    private void Normal(string reason, string message) =>
        context.Events.Container(context.Pod, _fieldPath, "Normal", reason, message);

    private void Warning(string reason, string message) =>
        context.Events.Container(context.Pod, _fieldPath, "Warning", reason, message);

    /// <summary>As Go writes a duration of whole seconds: 40s, 2m40s, 5m0s.</summary>
    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s");
}
