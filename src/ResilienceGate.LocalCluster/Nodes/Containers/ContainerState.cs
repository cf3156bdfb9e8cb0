namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>The three states of a container's status.</summary>
internal abstract record ContainerState
{
    private ContainerState() { }

    public sealed record Waiting(string Reason, string? Message = null) : ContainerState;

    public sealed record Running(DateTimeOffset StartedAt) : ContainerState;

    public sealed record Terminated : ContainerState
    {
        public required string ContainerId { get; init; }

        /// <summary>128 + the signal when one ended the process.</summary>
        public required int ExitCode { get; init; }

        public required string Reason { get; init; }
        public string? Message { get; init; }
        public required DateTimeOffset StartedAt { get; init; }
        public required DateTimeOffset FinishedAt { get; init; }
    }
}
