namespace ResilienceGate.LocalCluster.Images;

/// <summary>
/// The images that this cluster has: each is a name for a program on the machine, whatever its tag or digest. A
/// container of any other image runs its own command as it stands; without one there is nothing to run.
/// </summary>
internal sealed class ImageCatalogue(IReadOnlyDictionary<string, IReadOnlyList<string>> programs)
{
    /// <exception cref="ImagePullException">The image is unknown and the container has no command.</exception>
    public Image Resolve(string image, IList<string>? command)
    {
        var reference = ImageReference.Parse(image);
        var entrypoint = programs.GetValueOrDefault(reference.Repository);
        if (entrypoint is null && command is null or { Count: 0 })
            throw ImagePullException.NotFound(reference);
        return new Image { Id = reference.Id, Entrypoint = entrypoint ?? [] };
    }
}
