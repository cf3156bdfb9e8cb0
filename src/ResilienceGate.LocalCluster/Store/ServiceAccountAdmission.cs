using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Gives a new pod the identity of its service account: the token as a volume in each container.</summary>
/// <remarks>After <c>plugin/pkg/admission/serviceaccount</c>.</remarks>
internal static class ServiceAccountAdmission
{
    public const string DefaultAccount = "default";

    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string VolumePrefix = "kube-api-access-";
    private const int TokenSeconds = 3607;
    private const int ReadableByAll = 420;

    /// <exception cref="StatusException">Forbidden when there is no such service account.</exception>
    public static void Admit(ObjectStore store, string ns, JsonObject pod)
    {
        var spec = pod.EnsureObject("spec");
        var name = spec.Text("serviceAccountName") ?? DefaultAccount;
        if (name is DefaultAccount)
            EnsureDefault(store, ns);
        var account =
            store.Find(ResourceTypes.ServiceAccounts, ns, name)?.Json
            ?? throw StatusException.Forbidden(
                ResourceTypes.Pods,
                pod.Metadata.Text("name") ?? "",
                $"error looking up service account {ns}/{name}: serviceaccount \"{name}\" not found"
            );
        var automount = spec.Flag("automountServiceAccountToken") ?? account.Flag("automountServiceAccountToken");
        if (automount is not false)
            Mount(spec);
        if (spec.Array("imagePullSecrets") is null && account.Array("imagePullSecrets") is { } secrets)
            spec["imagePullSecrets"] = secrets.DeepClone();
    }

    /// <summary>Makes the account that pods have when they name none, unless it is there or its namespace ends.</summary>
    /// <remarks>A controller does so for each namespace; a pod that is quicker need not wait for it.</remarks>
    public static void EnsureDefault(ObjectStore store, string ns)
    {
        if (store.Find(ResourceTypes.ServiceAccounts, ns, DefaultAccount) is not null)
            return;
        try
        {
            var account = new JsonObject { ["metadata"] = new JsonObject { ["name"] = DefaultAccount } };
            store.Create(ResourceTypes.ServiceAccounts, ns, account);
        }
        catch (StatusException e) when (e.IsAlreadyExists || e.IsNotFound || e.IsForbidden)
        {
            // Someone else was faster, or the namespace is on its way out.
        }
    }

    private static void Mount(JsonObject spec)
    {
        var existing = spec.Items("volumes")
            .Select(volume => volume.Text("name") ?? "")
            .FirstOrDefault(name => name.StartsWith(VolumePrefix, StringComparison.Ordinal));
        var volume = existing ?? ObjectNames.Generate(VolumePrefix);
        List<JsonObject> lacking =
        [
            .. spec.Items("initContainers")
                .Concat(spec.Items("containers"))
                .Where(c => !c.Items("volumeMounts").Any(mount => mount.Text("mountPath") is MountPath)),
        ];
        foreach (var container in lacking)
        {
            var mount = new JsonObject
            {
                ["name"] = volume,
                ["readOnly"] = true,
                ["mountPath"] = MountPath,
            };
            Add(container, "volumeMounts", mount);
        }
        if (existing is null && lacking.Count > 0)
            Add(spec, "volumes", new JsonObject { ["name"] = volume, ["projected"] = Projection() });
    }

    private static JsonObject Projection() =>
        new()
        {
            ["defaultMode"] = ReadableByAll,
            ["sources"] = new JsonArray(
                new JsonObject
                {
                    ["serviceAccountToken"] = new JsonObject
                    {
                        ["expirationSeconds"] = TokenSeconds,
                        ["path"] = "token",
                    },
                },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["name"] = "kube-root-ca.crt",
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(
                            new JsonObject
                            {
                                ["path"] = "namespace",
                                ["fieldRef"] = new JsonObject
                                {
                                    ["apiVersion"] = "v1",
                                    ["fieldPath"] = "metadata.namespace",
                                },
                            }
                        ),
                    },
                }
            ),
        };

    private static void Add(JsonObject obj, string list, JsonObject item)
    {
        if (obj.Array(list) is { } existing)
            existing.Add((JsonNode)item);
        else
            obj[list] = new JsonArray(item);
    }
}
