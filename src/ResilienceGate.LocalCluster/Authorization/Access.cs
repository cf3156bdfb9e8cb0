namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>What someone wants to do.</summary>
/// <remarks>The form is that of <c>k8s.io/apiserver/pkg/authorization/authorizer.Attributes</c>.</remarks>
internal abstract record Access
{
    private Access() { }

    public required string Verb { get; init; }

    public sealed record ToResource : Access
    {
        public required string Group { get; init; }

        /// <summary>The plural name, e.g. <c>pods</c>.</summary>
        public required string Resource { get; init; }

        public string? Subresource { get; init; }

        /// <summary>Null at the cluster's scope.</summary>
        public string? Namespace { get; init; }

        /// <summary>Null for the collection, and for an object that is yet to be made.</summary>
        public string? Name { get; init; }

        /// <summary>As rules name it: <c>pods</c>, <c>pods/log</c>.</summary>
        public string FullResource => Subresource is null ? Resource : $"{Resource}/{Subresource}";
    }

    /// <summary>To what is no resource, e.g. <c>/healthz</c>.</summary>
    public sealed record ToPath : Access
    {
        public required string Path { get; init; }
    }
}
