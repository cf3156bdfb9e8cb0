namespace ResilienceGate.LocalCluster.Nodes.Volumes;

/// <summary>A volume, or a part of one, in a container.</summary>
/// <param name="Path">Where the container finds it, without a slash at the end.</param>
/// <param name="Source">The directory or file on the machine.</param>
internal sealed record VolumeMount(string Path, string Source, bool ReadOnly);
