using System.Security.Cryptography;
using System.Text;

namespace ResilienceGate.LocalCluster.Images;

/// <summary>The parts of an image name: <c>repository[:tag][@digest]</c>.</summary>
internal sealed record ImageReference
{
    private const string DefaultRegistry = "docker.io";

    public required string Repository { get; init; }
    public required string? Tag { get; init; }
    public required string? Digest { get; init; }

    public static ImageReference Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : image[(at + 1)..];
        var name = at < 0 ? image : image[..at];
        // A colon before the last slash is a registry's port.
        var colon = name.LastIndexOf(':');
        var tagged = colon > name.LastIndexOf('/');
        return new ImageReference
        {
            Repository = tagged ? name[..colon] : name,
            Tag = tagged ? name[(colon + 1)..] : null,
            Digest = digest,
        };
    }

    /// <summary>The name in full, as a container runtime writes it: <c>docker.io/library/name:latest</c>.</summary>
    public string FullName => Digest is null ? $"{FullRepository}:{Tag ?? "latest"}" : $"{FullRepository}@{Digest}";

    /// <summary>
    /// <c>repository@digest</c>. There is no registry to give the digest of a tag, so a tag is digested itself: two
    /// tags differ, and one tag is always the same.
    /// </summary>
    public string Id =>
        Digest is null
            ? $"{FullRepository}@sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FullName)))}"
            : FullName;

    private string FullRepository
    {
        get
        {
            var slash = Repository.IndexOf('/', StringComparison.Ordinal);
            var host = slash < 0 ? "" : Repository[..slash];
            if (host.AsSpan().ContainsAny('.', ':') || host is "localhost")
                return Repository;
            return slash < 0 ? $"{DefaultRegistry}/library/{Repository}" : $"{DefaultRegistry}/{Repository}";
        }
    }
}
