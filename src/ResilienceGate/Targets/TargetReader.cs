using System.Globalization;
using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;

namespace ResilienceGate.Targets;

/// <summary>Finds the plan's target in the cluster.</summary>
internal sealed class TargetReader(IKubernetes cluster)
{
    /// <summary>Kubernetes' own default of <c>periodSeconds</c>.</summary>
    private const int DefaultPeriodSeconds = 10;

    /// <exception cref="GateException">The target is not there, or cannot be injected safely.</exception>
    public async Task<Target> ReadAsync(TargetPlan plan, CancellationToken ct)
    {
        var workload = await Workload.ReadAsync(cluster, plan, ct);
        if (workload.Replicas == 0)
            throw new GateException($"{plan} is scaled to 0 replicas: there is nothing to test.");
        if (workload.Template.Spec.HostNetwork is true)
            throw new GateException(
                $"The pods of {plan} use the host's network: a fault in them would hit the node and its other tenants. "
                    + "The gate does not inject into such pods."
            );
        var service = await ServiceAsync(plan, ct);
        var port =
            service.Spec.Ports?.FirstOrDefault(p => p.Port == plan.Port)
            ?? throw new GateException(
                $"The Service '{plan.Service}' has no port {plan.Port}; it has "
                    + $"{string.Join(", ", (service.Spec.Ports ?? []).Select(p => p.Port))}. Correct target.service in the plan."
            );
        return new Target
        {
            Namespace = plan.Namespace,
            Kind = plan.Kind,
            Name = plan.Name,
            Replicas = workload.Replicas,
            PodTemplate = KubernetesJson.Serialize(workload.Template),
            Selector = Query(workload.Selector),
            Service = plan.Service,
            ServiceAddress = new IPEndPoint(IPAddress.Parse(service.Spec.ClusterIP), plan.Port).ToString(),
            ServiceHost = $"{plan.Service}.{plan.Namespace}.svc:{plan.Port.ToString(CultureInfo.InvariantCulture)}",
            PodPort = PodPort(port, workload.Template.Spec),
            ReadinessPeriod = Period(workload.Template.Spec),
        };
    }

    private async Task<V1Service> ServiceAsync(TargetPlan plan, CancellationToken ct)
    {
        try
        {
            var service = await cluster.CoreV1.ReadNamespacedServiceAsync(
                plan.Service,
                plan.Namespace,
                cancellationToken: ct
            );
            return service.Spec.ClusterIP is null or "" or "None"
                ? throw new GateException(
                    $"The Service '{plan.Service}' has no cluster IP (it is headless or external): the gate needs the "
                        + "address that the users call. Name another Service in target.service."
                )
                : service;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            throw new GateException(
                $"There is no Service '{plan.Service}' in namespace '{plan.Namespace}'. "
                    + $"See `kubectl -n {plan.Namespace} get services`, and correct target.service in the plan.",
                e
            );
        }
    }

    /// <summary>The container port behind a Service's port; a named one is looked up in the pod template.</summary>
    private static int PodPort(V1ServicePort port, V1PodSpec pod)
    {
        var target = port.TargetPort?.Value;
        if (string.IsNullOrEmpty(target))
            return port.Port;
        if (int.TryParse(target, CultureInfo.InvariantCulture, out var number))
            return number;
        return pod.Containers.SelectMany(c => c.Ports ?? []).FirstOrDefault(p => p.Name == target)?.ContainerPort
            ?? throw new GateException($"No container of the pod template has a port named '{target}'.");
    }

    /// <summary>The longest readiness period of the containers; a pod without a probe is ready when it runs.</summary>
    private static TimeSpan Period(V1PodSpec pod) =>
        TimeSpan.FromSeconds(
            pod.Containers.Select(c => c.ReadinessProbe)
                .OfType<V1Probe>()
                .Select(p => p.PeriodSeconds ?? DefaultPeriodSeconds)
                .DefaultIfEmpty(1)
                .Max()
        );

    private static string Query(V1LabelSelector selector) =>
        string.Join(
            ',',
            (selector.MatchLabels ?? new Dictionary<string, string>(StringComparer.Ordinal))
                .Select(l => $"{l.Key}={l.Value}")
                .Concat((selector.MatchExpressions ?? []).Select(Query))
        );

    private static string Query(V1LabelSelectorRequirement r) =>
        r.OperatorProperty switch
        {
            "In" => $"{r.Key} in ({string.Join(',', r.Values)})",
            "NotIn" => $"{r.Key} notin ({string.Join(',', r.Values)})",
            "Exists" => r.Key,
            _ => $"!{r.Key}",
        };
}
