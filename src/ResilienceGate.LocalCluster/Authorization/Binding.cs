using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Authorization;

/// <summary>A RoleBinding or ClusterRoleBinding with the rules that it gives.</summary>
internal sealed record Binding
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for a ClusterRoleBinding.</summary>
    public required string? Namespace { get; init; }

    public required RoleReference Role { get; init; }

    public required IReadOnlyList<Subject> Subjects { get; init; }

    /// <summary>Null when the role does not exist.</summary>
    public required IReadOnlyList<PolicyRule>? Rules { get; init; }

    public static Binding Read(StoredObject stored, StoreState state)
    {
        var role = RoleReference.Of(stored.Json);
        return new Binding
        {
            Kind = stored.Type.Kind,
            Name = stored.Name,
            Namespace = stored.Namespace,
            Role = role,
            Subjects = [.. stored.Json.Items("subjects").Select(subject => Subject.Parse(subject, stored.Namespace))],
            Rules = role.Rules(state, stored.Namespace),
        };
    }

    public Subject? SubjectFor(User user) => Subjects.FirstOrDefault(subject => subject.Is(user));

    /// <summary>As reasons show it.</summary>
    public string Describe(Subject subject)
    {
        var name = Namespace is null ? Name : $"{Name}/{Namespace}";
        return $"{Kind} \"{name}\" of {Role.Kind} \"{Role.Name}\" to {subject}";
    }
}
