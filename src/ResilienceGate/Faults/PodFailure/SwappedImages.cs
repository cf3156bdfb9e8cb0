namespace ResilienceGate.Faults.PodFailure;

/// <summary>A pod whose images are swapped.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Images">The pod's own image of each container, by the container's name.</param>
internal sealed record SwappedImages(string Pod, IReadOnlyDictionary<string, string> Images);
