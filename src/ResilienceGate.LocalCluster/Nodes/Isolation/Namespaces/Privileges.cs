using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>As whom a container's processes run, and what they may do: its security context, for setpriv(1).</summary>
internal sealed record Privileges
{
    private const string All = "ALL";

    /// <summary>
    /// Every container may read what the machine's files hold: they stand for those of its image, which any of an
    /// image's users can read, while on a machine they may lie in somebody's home.
    /// </summary>
    private const string ReadFiles = "dac_read_search";

    /// <summary>What containerd and Docker grant; NET_ADMIN is not among it.</summary>
    private static readonly string[] Default =
    [
        "audit_write",
        "chown",
        "dac_override",
        "fowner",
        "fsetid",
        "kill",
        "mknod",
        "net_bind_service",
        "net_raw",
        "setfcap",
        "setgid",
        "setpcap",
        "setuid",
        "sys_chroot",
    ];

    /// <summary>Null: root.</summary>
    public required long? User { get; init; }

    public required long Group { get; init; }
    public required IReadOnlyList<long> OtherGroups { get; init; }

    /// <summary>The most that they can have; null: everything.</summary>
    public required IReadOnlyList<string>? Capabilities { get; init; }

    public required bool CanGain { get; init; }

    public static Privileges Of(V1PodSpec pod, V1Container container)
    {
        var own = container.SecurityContext;
        var shared = pod.SecurityContext;
        var user = own?.RunAsUser ?? shared?.RunAsUser;
        return new Privileges
        {
            User = user is 0 ? null : user,
            Group = own?.RunAsGroup ?? shared?.RunAsGroup ?? 0,
            OtherGroups =
            [
                .. shared?.SupplementalGroups?.OfType<long>() ?? [],
                .. shared?.FsGroup is { } group ? new[] { group } : [],
            ],
            Capabilities = own?.Privileged is true ? null : Granted(own?.Capabilities),
            CanGain = own?.AllowPrivilegeEscalation is not false,
        };
    }

    /// <summary>The words before a command that setpriv runs.</summary>
    public IEnumerable<string> Words(string setpriv)
    {
        yield return setpriv;
        yield return User is null && OtherGroups.Count is 0 ? "--clear-groups" : Groups();
        yield return $"--regid={Text(Group)}";
        if (User is { } user)
        {
            yield return $"--reuid={Text(user)}";
            yield return $"--inh-caps=-all,+{ReadFiles}";
            yield return $"--ambient-caps=+{ReadFiles}";
        }

        if (Capabilities is not null)
            yield return $"--bounding-set=-all,{string.Join(',', Capabilities.Select(name => $"+{name}"))}";
        if (!CanGain)
            yield return "--no-new-privs";
        yield return "--";
    }

    private string Groups() =>
        OtherGroups.Count is 0 ? "--clear-groups" : $"--groups={string.Join(',', OtherGroups.Select(Text))}";

    private static List<string> Granted(V1Capabilities? asked)
    {
        var dropped = (asked?.Drop ?? []).Select(Name).ToHashSet(StringComparer.Ordinal);
        var granted = dropped.Contains(Name(All)) ? [] : Default.Where(name => !dropped.Contains(name)).ToList();
        granted.AddRange((asked?.Add ?? []).Select(Name));
        return [.. granted.Append(ReadFiles).Distinct(StringComparer.Ordinal)];
    }

    private static string Name(string capability) =>
        capability.ToLowerInvariant() is var name && name.StartsWith("cap_", StringComparison.Ordinal)
            ? name[4..]
            : name;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
