using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>RoleBindings and ClusterRoleBindings (<c>pkg/apis/rbac/{v1/defaults,validation}</c>).</summary>
internal sealed class RoleBindingStrategy(bool namespaced) : Strategy
{
    private const string Group = "rbac.authorization.k8s.io";

    public override void Default(JsonObject obj)
    {
        DefaultGroup(obj.EnsureObject("roleRef"));
        foreach (var subject in obj.Items("subjects").Where(subject => subject.Text("kind") is "User" or "Group"))
            DefaultGroup(subject);
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        foreach (var error in ValidateRole(obj.Object("roleRef") ?? []))
            yield return error;
        var index = 0;
        foreach (var subject in obj.Items("subjects"))
        {
            foreach (var error in ValidateSubject(subject, $"subjects[{index}]"))
                yield return error;
            index++;
        }
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old)
    {
        var role = obj.Object("roleRef") ?? [];
        if (JsonNode.DeepEquals(role, old.Object("roleRef")))
            yield break;
        // In the words of the server's own type, which is what a real one shows.
        var shown =
            $"{{\"APIGroup\":\"{role.Text("apiGroup")}\",\"Kind\":\"{role.Text("kind")}\",\"Name\":\"{role.Text("name")}\"}}";
        yield return FieldError.Invalid("roleRef", shown, "cannot change roleRef");
    }

    private static void DefaultGroup(JsonObject reference)
    {
        if (string.IsNullOrEmpty(reference.Text("apiGroup")))
            reference["apiGroup"] = Group;
    }

    private IEnumerable<FieldError> ValidateRole(JsonObject role)
    {
        if (role.Text("apiGroup") is not Group)
            yield return FieldError.NotSupported("roleRef.apiGroup", role.Text("apiGroup") ?? "", Group);
        string[] kinds = namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
        if (!kinds.Contains(role.Text("kind"), StringComparer.Ordinal))
            yield return FieldError.NotSupported("roleRef.kind", role.Text("kind") ?? "", kinds);
        var name = role.Text("name") ?? "";
        if (name.Length == 0)
            yield return FieldError.Required("roleRef.name");
        else if (!ObjectNames.IsPathSegment(name))
            yield return FieldError.Invalid("roleRef.name", $"\"{name}\"", ObjectNames.NoPathSegment);
    }

    private IEnumerable<FieldError> ValidateSubject(JsonObject subject, string path)
    {
        var name = subject.Text("name") ?? "";
        var group = subject.Text("apiGroup") ?? "";
        if (name.Length == 0)
            yield return FieldError.Required($"{path}.name");
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (name.Length > 0 && !ObjectNames.IsSubdomain(name))
                    yield return FieldError.Invalid($"{path}.name", $"\"{name}\"", ObjectNames.NoSubdomain);
                if (group.Length > 0)
                    yield return FieldError.NotSupported($"{path}.apiGroup", group, "");
                if (!namespaced && string.IsNullOrEmpty(subject.Text("namespace")))
                    yield return FieldError.Required($"{path}.namespace");
                break;
            case "User" or "Group":
                if (group is not Group)
                    yield return FieldError.NotSupported($"{path}.apiGroup", group, Group);
                break;
            case var other:
                yield return FieldError.NotSupported($"{path}.kind", other ?? "", "ServiceAccount", "User", "Group");
                break;
        }
    }
}
