namespace ResilienceGate.LocalCluster.Api;

/// <summary>A command that was started beside the process of a container.</summary>
internal interface IExecutedCommand : IContainerSession
{
    /// <summary>The exit code, 128 + the signal when one ended it.</summary>
    Task<int> Exited { get; }
}
