using System.Text;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Security.Tokens;

namespace ResilienceGate.LocalCluster.Nodes.Volumes;

/// <summary>
/// A pod's volumes as directories on the machine, filled once, when the pod starts; only tokens are written again before
/// they expire.
/// </summary>
internal sealed class PodVolumes
{
    private readonly Dictionary<string, string> _directories = new(StringComparer.Ordinal);
    private readonly ConfigSources _sources;
    private readonly ClaimVolumes _claims;
    private readonly V1Pod _pod;
    private readonly PodAddresses _addresses;
    private readonly TokenFiles _tokens;

    private PodVolumes(
        V1Pod pod,
        PodAddresses addresses,
        ConfigSources sources,
        ServiceAccountTokens tokens,
        ClaimVolumes claims
    )
    {
        _pod = pod;
        _addresses = addresses;
        _sources = sources;
        _tokens = new TokenFiles(pod, tokens);
        _claims = claims;
    }

    /// <param name="pod">The pod.</param>
    /// <param name="addresses">Its addresses, for downward API volumes.</param>
    /// <param name="root">The directory that gets one directory for each volume.</param>
    /// <param name="sources">ConfigMaps and Secrets.</param>
    /// <param name="tokens">What issues the tokens of its service account.</param>
    /// <param name="claims">The volumes that outlive the pod.</param>
    /// <exception cref="ContainerConfigException">A source is missing, or the kind of volume is not to be had.</exception>
    public static PodVolumes Create(
        V1Pod pod,
        PodAddresses addresses,
        string root,
        ConfigSources sources,
        ServiceAccountTokens tokens,
        ClaimVolumes claims
    )
    {
        var volumes = new PodVolumes(pod, addresses, sources, tokens, claims);
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            try
            {
                volumes._directories[volume.Name] = volumes.Materialise(volume, Path.Combine(root, volume.Name));
            }
            catch (ContainerConfigException e)
            {
                throw new ContainerConfigException(
                    $"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}"
                );
            }
        }

        return volumes;
    }

    /// <summary>Where a container's mount paths are on the machine.</summary>
    /// <param name="container">Whose mounts.</param>
    /// <param name="variables">For <c>subPathExpr</c>.</param>
    public MountPaths Mounts(V1Container container, IReadOnlyDictionary<string, string> variables)
    {
        var mounts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mount in container.VolumeMounts ?? [])
        {
            var subPath = mount.SubPathExpr is null
                ? mount.SubPath ?? ""
                : VariableExpansion.Expand(mount.SubPathExpr, variables);
            var directory = Path.Combine(_directories[mount.Name], subPath);
            if (!File.Exists(directory))
                Directory.CreateDirectory(directory);
            mounts[mount.MountPath] = directory;
        }

        return new MountPaths(mounts);
    }

    /// <summary>Writes the tokens anew whose time has come.</summary>
    /// <returns>How long until the next one's; null when there is none.</returns>
    public TimeSpan? RefreshTokens(DateTimeOffset now) => _tokens.Refresh(now);

    private string Materialise(V1Volume volume, string directory)
    {
        // What the user names and what outlives it are used as they are; everything else is the pod's own.
        if (volume.HostPath is { } host)
            return host.Path;
        if (volume.PersistentVolumeClaim is { } claim)
            return _claims.Directory(_pod.Metadata.NamespaceProperty, claim.ClaimName);
        Directory.CreateDirectory(directory);
        var ns = _pod.Metadata.NamespaceProperty;
        switch (volume)
        {
            case { EmptyDir: not null }:
                break;
            case { ConfigMap: { } map }:
                Write(directory, _sources.ConfigMap(ns, map.Name, map.Optional), map.Items, map.DefaultMode);
                break;
            case { Secret: { } secret }:
                Write(
                    directory,
                    _sources.Secret(ns, secret.SecretName, secret.Optional),
                    secret.Items,
                    secret.DefaultMode
                );
                break;
            case { DownwardAPI: { } downward }:
                Write(directory, downward.Items, downward.DefaultMode);
                break;
            case { Projected: { } projected }:
                foreach (var source in projected.Sources)
                    Write(directory, source, projected.DefaultMode);
                break;
            default:
                throw new ContainerConfigException("the embedded cluster has no volumes of this kind");
        }

        return directory;
    }

    private void Write(string directory, V1VolumeProjection source, int? mode)
    {
        var ns = _pod.Metadata.NamespaceProperty;
        if (source.ConfigMap is { } map)
            Write(directory, _sources.ConfigMap(ns, map.Name, map.Optional), map.Items, mode);
        else if (source.Secret is { } secret)
            Write(directory, _sources.Secret(ns, secret.Name, secret.Optional), secret.Items, mode);
        else if (source.DownwardAPI is { } downward)
            Write(directory, downward.Items, mode);
        else if (source.ServiceAccountToken is { } token)
            _tokens.Add(Path.Combine(directory, token.Path), token, mode);
        else
            throw new ContainerConfigException("the embedded cluster has no projected sources of this kind");
    }

    private void Write(string directory, IList<V1DownwardAPIVolumeFile>? files, int? mode)
    {
        foreach (var file in files ?? [])
        {
            if (file.FieldRef is null)
                throw new ContainerConfigException("the embedded cluster has no resourceFieldRef in volumes");
            var text = FieldReference.Resolve(_pod, _addresses, file.FieldRef.FieldPath);
            Write(directory, file.Path, Encoding.UTF8.GetBytes(text), file.Mode ?? mode);
        }
    }

    private static void Write(
        string directory,
        IReadOnlyDictionary<string, byte[]> data,
        IList<V1KeyToPath>? items,
        int? mode
    )
    {
        if (items is null or { Count: 0 })
        {
            foreach (var (key, bytes) in data)
                Write(directory, key, bytes, mode);
            return;
        }

        foreach (var item in items)
        {
            if (!data.TryGetValue(item.Key, out var bytes))
                throw new ContainerConfigException($"references non-existent config key: {item.Key}");
            Write(directory, item.Path, bytes, item.Mode ?? mode);
        }
    }

    private static void Write(string directory, string path, byte[] bytes, int? mode)
    {
        var file = Path.Combine(directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file) ?? directory);
        File.WriteAllBytes(file, bytes);
        if (mode is { } bits && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, (UnixFileMode)bits);
    }
}
