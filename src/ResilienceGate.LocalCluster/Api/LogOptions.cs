namespace ResilienceGate.LocalCluster.Api;

/// <summary>Which part of a container's log is asked for (<c>PodLogOptions</c>).</summary>
internal sealed record LogOptions
{
    /// <summary>Stay, and give what is still to be written, until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Of the container's run before the present one.</summary>
    public bool Previous { get; init; }

    /// <summary>Each line begins with its time in RFC 3339 with nanoseconds, and a space.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only the last lines; null: all.</summary>
    public int? TailLines { get; init; }

    /// <summary>Only lines written since then; null: all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>End after so many bytes; null: no limit.</summary>
    public long? LimitBytes { get; init; }
}
