using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class ServiceStrategy : Strategy
{
    private const string Headless = "None";

    public static void AllocateAddress(JsonObject service, IServiceAddresses addresses)
    {
        var spec = service.EnsureObject("spec");
        if (spec.Text("type") is "ExternalName" || spec.Text("clusterIP") is Headless)
            return;
        var requested = spec.Text("clusterIP");
        var address = addresses.Allocate(string.IsNullOrEmpty(requested) ? null : requested);
        if (address is null)
        {
            var list = $"[\"{requested}\"]";
            throw StatusException.Invalid(
                ResourceTypes.Services,
                service.Metadata.Text("name") ?? "",
                [
                    FieldError.Invalid(
                        "spec.clusterIPs",
                        list,
                        "failed to allocate IP: provided IP is not in the valid range or already allocated"
                    ),
                ]
            );
        }
        spec["clusterIP"] = address;
        spec["clusterIPs"] = new JsonArray(address);
    }

    public static void ReleaseAddress(JsonObject service, IServiceAddresses addresses)
    {
        if (service.Object("spec")?.Text("clusterIP") is { Length: > 0 } address and not Headless)
            addresses.Release(address);
    }

    public override void Default(JsonObject obj)
    {
        var spec = obj.EnsureObject("spec");
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        if (spec.Text("type") is not "ExternalName")
        {
            spec.Default("internalTrafficPolicy", "Cluster");
            spec.Default("ipFamilies", new JsonArray("IPv4"));
            spec.Default("ipFamilyPolicy", "SingleStack");
        }
        if (spec.Text("clusterIP") is Headless)
            spec["clusterIPs"] = new JsonArray(Headless);
        foreach (var port in spec.Items("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["targetPort"] is null && port["port"] is { } number)
                port["targetPort"] = number.DeepClone();
        }
    }

    public override void PrepareForCreate(JsonObject obj) =>
        obj["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };

    /// <summary>A client that leaves the addresses out keeps them.</summary>
    public override void PrepareForUpdate(JsonObject obj, JsonObject old)
    {
        foreach (var field in (string[])["clusterIP", "clusterIPs"])
        {
            if (old.Object("spec")?[field] is { } value)
                obj.EnsureObject("spec").Default(field, value.DeepClone());
        }
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var spec = obj.Object("spec") ?? [];
        if (
            spec.Text("type") is not "ExternalName"
            && spec.Text("clusterIP") is not Headless
            && !spec.Items("ports").Any()
        )
            yield return FieldError.Required("spec.ports");
        var index = 0;
        foreach (var port in spec.Items("ports"))
        {
            if (port.Number("port") is not (> 0 and < 65536))
            {
                var value = port["port"]?.ToJsonString() ?? "0";
                yield return FieldError.Invalid(
                    $"spec.ports[{index}].port",
                    value,
                    "must be between 1 and 65535, inclusive"
                );
            }
            if (spec.Items("ports").Skip(1).Any() && string.IsNullOrEmpty(port.Text("name")))
                yield return FieldError.Required($"spec.ports[{index}].name");
            index++;
        }
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        var before = old.Object("spec")?.Text("clusterIP");
        var after = obj.Object("spec")?.Text("clusterIP");
        if (!string.IsNullOrEmpty(before) && !string.Equals(before, after, StringComparison.Ordinal))
            yield return FieldError.Invalid(
                "spec.clusterIPs[0]",
                $"[\"{after}\"]",
                "primary clusterIP can not be unset or changed"
            );
    }
}
