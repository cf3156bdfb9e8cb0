namespace ResilienceGate.LocalCluster.Images;

/// <summary>
/// The images that this cluster has: each is a name for a program on the machine, whatever its tag or digest. A
/// container of any other image runs its own command as it stands; without one there is nothing to run. The image that
/// every node has for its sandboxes is there too: it holds one program, which does nothing whatever its arguments.
/// </summary>
internal sealed class ImageCatalogue(IReadOnlyDictionary<string, IReadOnlyList<string>> programs)
{
    private const string Pause = "registry.k8s.io/pause";

    /// <summary>The arguments of a container come after the name that the shell takes for its own, and mean nothing.</summary>
    private static readonly string[] Nothing = ["/bin/sh", "-c", "exec sleep infinity", "/pause"];

    /// <exception cref="ImagePullException">The image is unknown and the container has no command.</exception>
    public Image Resolve(string image, IList<string>? command)
    {
        var reference = ImageReference.Parse(image);
        if (reference.Repository == Pause)
            return new Image
            {
                Id = reference.Id,
                Entrypoint = Nothing,
                HoldsNothingElse = true,
            };
        var entrypoint = programs.GetValueOrDefault(reference.Repository);
        if (entrypoint is null && command is null or { Count: 0 })
            throw ImagePullException.NotFound(reference);
        return new Image { Id = reference.Id, Entrypoint = entrypoint ?? [] };
    }
}
