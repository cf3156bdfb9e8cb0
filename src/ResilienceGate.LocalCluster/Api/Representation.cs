namespace ResilienceGate.LocalCluster.Api;

/// <summary>The forms in which a client can ask for objects.</summary>
internal enum Representation
{
    Object,

    /// <summary>Only the metadata of each object (<c>PartialObjectMetadata</c>).</summary>
    Metadata,

    /// <summary>Rows and columns for people (<c>Table</c>).</summary>
    Table,
}
