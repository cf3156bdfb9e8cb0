using System.Diagnostics.CodeAnalysis;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>A refusal in the words of the Kubernetes API: the Status object that a client receives.</summary>
/// <remarks>Messages and reasons follow <c>k8s.io/apimachinery/pkg/api/errors</c>.</remarks>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is its Status.")]
internal sealed class StatusException(V1Status status) : Exception(status.Message)
{
    public V1Status Status { get; } = status;

    public bool IsNotFound => string.Equals(Status.Reason, "NotFound", StringComparison.Ordinal);

    public bool IsConflict => string.Equals(Status.Reason, "Conflict", StringComparison.Ordinal);

    public bool IsAlreadyExists => string.Equals(Status.Reason, "AlreadyExists", StringComparison.Ordinal);

    public bool IsForbidden => string.Equals(Status.Reason, "Forbidden", StringComparison.Ordinal);

    public static StatusException NotFound(ResourceType type, string name) =>
        new(Failure(404, "NotFound", $"{type.GroupResource} \"{name}\" not found", Details(type, name)));

    /// <summary>The path itself is unknown.</summary>
    public static StatusException NoSuchResource() =>
        new(Failure(404, "NotFound", "the server could not find the requested resource", new V1StatusDetails()));

    public static StatusException AlreadyExists(ResourceType type, string name) =>
        new(Failure(409, "AlreadyExists", $"{type.GroupResource} \"{name}\" already exists", Details(type, name)));

    public static StatusException Conflict(ResourceType type, string name) =>
        Conflict(
            type,
            name,
            "the object has been modified; please apply your changes to the latest version and try again"
        );

    public static StatusException Conflict(ResourceType type, string name, string cause) =>
        new(
            Failure(
                409,
                "Conflict",
                $"Operation cannot be fulfilled on {type.GroupResource} \"{name}\": {cause}",
                Details(type, name)
            )
        );

    public static StatusException Invalid(ResourceType type, string name, IReadOnlyList<FieldError> errors)
    {
        var kind = type.Group.Length == 0 ? type.Kind : $"{type.Kind}.{type.Group}";
        var text = errors.Count == 1 ? errors[0].ToString() : $"[{string.Join(", ", errors)}]";
        var details = new V1StatusDetails
        {
            Name = name,
            Group = NullIfEmpty(type.Group),
            Kind = type.Kind,
            Causes =
            [
                .. errors.Select(e => new V1StatusCause
                {
                    Reason = e.Reason,
                    Message = e.Detail,
                    Field = e.Field,
                }),
            ],
        };
        return new(Failure(422, "Invalid", $"{kind} \"{name}\" is invalid: {text}", details));
    }

    /// <summary>The watch asked for a past that is no longer kept.</summary>
    public static StatusException Expired(long asked, long oldest) =>
        new(Failure(410, "Expired", $"too old resource version: {asked} ({oldest})", details: null));

    /// <summary>A list asked for a moment that is no longer kept.</summary>
    public static StatusException Expired(string message) => new(Failure(410, "Expired", message, details: null));

    /// <summary>The client asked for a state that this server has not reached.</summary>
    public static StatusException TooLargeResourceVersion(long asked, long current) =>
        new(
            Failure(
                504,
                "Timeout",
                $"Too large resource version: {asked}, current: {current}",
                new V1StatusDetails
                {
                    Causes =
                    [
                        new V1StatusCause
                        {
                            Reason = "ResourceVersionTooLarge",
                            Message = "Too large resource version",
                        },
                    ],
                    RetryAfterSeconds = 1,
                }
            )
        );

    public static StatusException TooManyRequests(string message, params V1StatusCause[] causes) =>
        new(Failure(429, "TooManyRequests", message, new V1StatusDetails { Causes = causes }));

    public static StatusException Forbidden(ResourceType type, string name, string cause, params V1StatusCause[] causes)
    {
        var subject = name.Length == 0 ? type.GroupResource : $"{type.GroupResource} \"{name}\"";
        var details = Details(type, name);
        details.Causes = causes.Length == 0 ? null : causes;
        return new(Failure(403, "Forbidden", $"{subject} is forbidden: {cause}", details));
    }

    /// <summary>Of a resource that may not even exist.</summary>
    public static StatusException Forbidden(string group, string resource, string name, string cause) =>
        Forbidden(new ResourceType(group, "", "", resource, Namespaced: false), name, cause);

    /// <summary>A patch that is well formed but does not fit the object.</summary>
    public static StatusException Unprocessable() =>
        new(
            Failure(
                422,
                "Invalid",
                "the server rejected our request due to an error in our request",
                new V1StatusDetails()
            )
        );

    public static StatusException ForbiddenPath(string cause) =>
        new(Failure(403, "Forbidden", $"forbidden: {cause}", new V1StatusDetails()));

    public static StatusException BadRequest(string message) => new(Failure(400, "BadRequest", message, details: null));

    public static StatusException Unauthorized() => new(Failure(401, "Unauthorized", "Unauthorized", details: null));

    public static StatusException MethodNotAllowed() =>
        new(
            Failure(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                new V1StatusDetails()
            )
        );

    public static StatusException UnsupportedMediaType(IEnumerable<string> accepted) =>
        new(
            Failure(
                415,
                "UnsupportedMediaType",
                $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}",
                details: null
            )
        );

    private static V1Status Failure(int code, string reason, string message, V1StatusDetails? details) =>
        new()
        {
            ApiVersion = "v1",
            Kind = "Status",
            Metadata = new V1ListMeta(),
            Status = "Failure",
            Message = message,
            Reason = reason,
            Details = details,
            Code = code,
        };

    private static V1StatusDetails Details(ResourceType type, string name) =>
        new()
        {
            Name = NullIfEmpty(name),
            Group = NullIfEmpty(type.Group),
            Kind = type.Plural,
        };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
