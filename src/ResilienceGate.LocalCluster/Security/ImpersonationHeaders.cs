using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>As whom a request asks to be handled.</summary>
internal sealed record ImpersonationHeaders
{
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string NodePrefix = "system:node:";

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    public required ImmutableSortedDictionary<string, IReadOnlyList<string>> Extra { get; init; }

    public bool IsNameOnly => Uid.Length == 0 && Groups.Count == 0 && Extra.IsEmpty;

    /// <summary>Null when the user is no service account.</summary>
    public ServiceAccountName? ServiceAccount => ServiceAccountName.Parse(Name);

    /// <summary>The name of the node; null when the user is no node.</summary>
    public string? Node =>
        Name.StartsWith(NodePrefix, StringComparison.Ordinal) && ObjectNames.IsSubdomain(Name[NodePrefix.Length..])
            ? Name[NodePrefix.Length..]
            : null;

    /// <returns>Null when there are none.</returns>
    /// <exception cref="StatusException">BadRequest when they name no user.</exception>
    public static ImpersonationHeaders? Read(IHeaderDictionary headers)
    {
        var wanted = new ImpersonationHeaders
        {
            Name = headers["Impersonate-User"].ToString(),
            Uid = headers["Impersonate-Uid"].ToString(),
            Groups = [.. headers["Impersonate-Group"].OfType<string>()],
            Extra = headers
                .Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
                .ToImmutableSortedDictionary(
                    header => Uri.UnescapeDataString(header.Key[ExtraPrefix.Length..].ToLowerInvariant()),
                    header => (IReadOnlyList<string>)[.. header.Value.OfType<string>()],
                    StringComparer.Ordinal
                ),
        };
        if (wanted.Name.Length > 0)
            return wanted;
        if (wanted.IsNameOnly)
            return null;
        throw StatusException.BadRequest($"requested {wanted.Describe()} without impersonating a user name");
    }

    /// <summary>As Go shows it.</summary>
    private string Describe()
    {
        var groups = Groups.Count == 0 ? "[]string(nil)" : Slice(Groups);
        var extra = string.Join(", ", Extra.Select(pair => $"\"{pair.Key}\":{Slice(pair.Value)}"));
        var map = Extra.IsEmpty ? "map[string][]string(nil)" : $"map[string][]string{{{extra}}}";
        return $"&user.DefaultInfo{{Name:\"\", UID:\"{Uid}\", Groups:{groups}, Extra:{map}}}";
    }

    private static string Slice(IEnumerable<string> values) =>
        $"[]string{{{string.Join(", ", values.Select(value => $"\"{value}\""))}}}";
}
