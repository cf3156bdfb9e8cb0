using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reviews;

/// <summary>SelfSubjectAccessReview, SubjectAccessReview and LocalSubjectAccessReview: may somebody do something.</summary>
internal sealed class AccessReviews(Authorizer authorizer)
{
    /// <param name="type">Which of them.</param>
    /// <param name="ns">The namespace of a LocalSubjectAccessReview.</param>
    /// <param name="review">The question; it gets the answer.</param>
    /// <param name="requester">Who asks; of whom it is asked in a SelfSubjectAccessReview.</param>
    public JsonObject Of(ResourceType type, string? ns, JsonObject review, User requester)
    {
        if (ns is not null)
        {
            ObjectWriter.CheckNamespace(review, ns);
            review.EnsureObject("metadata")["namespace"] = ns;
        }
        var spec = review.Object("spec") ?? [];
        List<FieldError> errors = [.. Validate(spec)];
        if (type != ReviewTypes.SelfSubjectAccessReviews)
            errors.AddRange(ValidateSubject(spec));
        if (ns is not null)
            errors.AddRange(ValidateScope(spec, ns));
        if (errors.Count > 0)
            // A real server does not say of what kind, either.
            throw StatusException.Invalid(type with { Kind = "" }, "", errors);
        var user = type == ReviewTypes.SelfSubjectAccessReviews ? requester : Subject(spec);
        var decision = authorizer.Authorize(user, Read(spec));
        var status = new JsonObject { ["allowed"] = decision.Allowed };
        if (decision.Reason.Length > 0)
            status["reason"] = decision.Reason;
        review["status"] = status;
        return review;
    }

    private static User Subject(JsonObject spec) =>
        new(spec.Text("user") ?? "", [.. (spec.Array("groups") ?? []).Select(group => group.Text())]);

    private static Access Read(JsonObject spec)
    {
        if (spec.Object("nonResourceAttributes") is { } path)
            return new Access.ToPath { Verb = path.Text("verb") ?? "", Path = path.Text("path") ?? "" };
        var resource = spec.Object("resourceAttributes") ?? [];
        return new Access.ToResource
        {
            Verb = resource.Text("verb") ?? "",
            Group = resource.Text("group") ?? "",
            Resource = resource.Text("resource") ?? "",
            Subresource = Given("subresource"),
            Namespace = Given("namespace"),
            Name = Given("name"),
        };

        string? Given(string field) => resource.Text(field) is { Length: > 0 } text ? text : null;
    }

    private static IEnumerable<FieldError> Validate(JsonObject spec)
    {
        var resource = spec.Object("resourceAttributes");
        var path = spec.Object("nonResourceAttributes");
        if (resource is not null && path is not null)
            yield return FieldError.Invalid(
                "spec.nonResourceAttributes",
                Show(path),
                "cannot be specified in combination with resourceAttributes"
            );
        if (resource is null && path is null)
            yield return FieldError.Invalid(
                "spec.resourceAttributes",
                "null",
                "exactly one of nonResourceAttributes or resourceAttributes must be specified"
            );
    }

    /// <summary>In the words of the server's own type, which is what a real one shows.</summary>
    private static string Show(JsonObject path) =>
        $"{{\"Path\":\"{path.Text("path")}\",\"Verb\":\"{path.Text("verb")}\"}}";

    private static IEnumerable<FieldError> ValidateSubject(JsonObject spec)
    {
        if (string.IsNullOrEmpty(spec.Text("user")) && spec.Array("groups") is not { Count: > 0 })
            yield return FieldError.Invalid("spec.user", "\"\"", "at least one of user or group must be specified");
    }

    private static IEnumerable<FieldError> ValidateScope(JsonObject spec, string ns)
    {
        if (spec.Object("nonResourceAttributes") is { } path)
            yield return FieldError.Invalid(
                "spec.nonResourceAttributes",
                Show(path),
                "disallowed on this kind of request"
            );
        var asked = spec.Object("resourceAttributes")?.Text("namespace") ?? "";
        if (asked != ns)
            yield return FieldError.Invalid(
                "spec.resourceAttributes.namespace",
                $"\"{asked}\"",
                "must match metadata.namespace"
            );
    }
}
