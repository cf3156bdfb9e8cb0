using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reviews;

/// <summary>SelfSubjectAccessReview, SubjectAccessReview and LocalSubjectAccessReview: may somebody do something.</summary>
internal sealed class AccessReviews(Authorizer authorizer)
{
    /// <param name="type">Which of them.</param>
    /// <param name="ns">The namespace of a LocalSubjectAccessReview.</param>
    /// <param name="review">The question.</param>
    /// <param name="requester">Who asks; of whom it is asked in a SelfSubjectAccessReview.</param>
    /// <returns>The question with its answer.</returns>
    public JsonObject Of(ResourceType type, string? ns, JsonObject review, User requester)
    {
        var spec = review.Object("spec") ?? [];
        List<FieldError> errors = [.. Validate(spec)];
        if (type != ResourceTypes.SelfSubjectAccessReviews)
            errors.AddRange(ValidateSubject(spec));
        if (ns is not null)
            errors.AddRange(ValidateScope(spec, review));
        if (errors.Count > 0)
            // A real server does not say of what kind, either.
            throw StatusException.Invalid(type with { Kind = "" }, "", errors);
        if (ns is not null && ns != review.Metadata.Text("namespace"))
            throw StatusException.BadRequest($"spec.resourceAttributes.namespace must match namespace: {ns}");

        var user = type == ResourceTypes.SelfSubjectAccessReviews ? requester : Subject(spec);
        var decision = authorizer.Authorize(user, Read(spec));
        var status = new JsonObject { ["allowed"] = decision.Allowed };
        if (decision.Reason.Length > 0)
            status["reason"] = decision.Reason;
        var answer = (JsonObject)review.DeepClone();
        answer["status"] = status;
        return answer;
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

    private static IEnumerable<FieldError> ValidateScope(JsonObject spec, JsonObject review)
    {
        if (spec.Object("nonResourceAttributes") is { } path)
            yield return FieldError.Invalid(
                "spec.nonResourceAttributes",
                Show(path),
                "disallowed on this kind of request"
            );
        var asked = spec.Object("resourceAttributes")?.Text("namespace") ?? "";
        if (asked != (review.Metadata.Text("namespace") ?? ""))
            yield return FieldError.Invalid(
                "spec.resourceAttributes.namespace",
                $"\"{asked}\"",
                "must match metadata.namespace"
            );
    }
}
