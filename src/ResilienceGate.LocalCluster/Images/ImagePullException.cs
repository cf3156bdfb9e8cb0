namespace ResilienceGate.LocalCluster.Images;

/// <summary>An image cannot be had; the message is the container runtime's.</summary>
internal sealed class ImagePullException : Exception
{
    private ImagePullException(string message)
        : base(message) { }

    public static ImagePullException NotFound(ImageReference image)
    {
        var name = image.FullName;
        return new ImagePullException(
            $"rpc error: code = NotFound desc = failed to pull and unpack image \"{name}\": "
                + $"failed to resolve reference \"{name}\": {name}: not found"
        );
    }
}
