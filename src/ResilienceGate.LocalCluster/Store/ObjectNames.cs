using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Names, labels and finalizers: generated and checked as <c>k8s.io/apimachinery/pkg/util/validation</c> does.</summary>
internal static partial class ObjectNames
{
    /// <summary>What is wrong with a name that is no subdomain.</summary>
    public const string NoSubdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
        + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>What is wrong with a name that is no label.</summary>
    public const string NoLabel =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and "
        + "end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string LabelValue =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
        + "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used "
        + "for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>What is wrong with the name of a role or binding.</summary>
    public const string NoPathSegment = "may not contain '/' or '%'";

    /// <summary>Without vowels and look-alikes, as Kubernetes' own, so that no word appears by chance.</summary>
    private const string SuffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    private const int SuffixLength = 5;
    private const int GeneratedPrefixLength = 58;

    public static string Generate(string prefix) =>
        (prefix.Length > GeneratedPrefixLength ? prefix[..GeneratedPrefixLength] : prefix)
        + RandomNumberGenerator.GetString(SuffixAlphabet, SuffixLength);

    /// <summary>Whether it can name a namespace or a container.</summary>
    public static bool IsLabel(string name) => name.Length <= 63 && LabelPattern().IsMatch(name);

    /// <summary>Whether it can name most kinds of objects.</summary>
    public static bool IsSubdomain(string name) => name.Length <= 253 && SubdomainPattern().IsMatch(name);

    /// <summary>Whether it can name a role or binding.</summary>
    public static bool IsPathSegment(string name) =>
        name is not ("." or "..")
        && !name.Contains('/', StringComparison.Ordinal)
        && !name.Contains('%', StringComparison.Ordinal);

    public static IEnumerable<FieldError> Validate(ResourceType type, JsonObject obj)
    {
        var name = obj.Metadata.Text("name") ?? "";
        if (name.Length == 0)
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        else if (type == ResourceTypes.Namespaces || type == ResourceTypes.Services)
        {
            if (!IsLabel(name))
                yield return FieldError.Invalid("metadata.name", $"\"{name}\"", NoLabel);
        }
        else if (type.Group is "rbac.authorization.k8s.io")
        {
            if (!IsPathSegment(name))
                yield return FieldError.Invalid("metadata.name", $"\"{name}\"", NoPathSegment);
        }
        else if (!IsSubdomain(name))
            yield return FieldError.Invalid("metadata.name", $"\"{name}\"", NoSubdomain);

        foreach (var (_, value) in obj.Metadata.Object("labels") ?? [])
        {
            var text = value.Text();
            if (text.Length > 63)
                yield return FieldError.Invalid("metadata.labels", $"\"{text}\"", "must be no more than 63 bytes");
            else if (!LabelValuePattern().IsMatch(text))
                yield return FieldError.Invalid("metadata.labels", $"\"{text}\"", LabelValue);
        }
    }

    public static IEnumerable<FieldError> ValidateFinalizers(JsonObject obj, JsonObject old)
    {
        if (!old.Metadata.ContainsKey("deletionTimestamp"))
            yield break;
        var known = old.Metadata.Array("finalizers")?.Select(f => f.Text()).ToHashSet(StringComparer.Ordinal) ?? [];
        var added =
            obj.Metadata.Array("finalizers")?.Select(f => f.Text()).Where(f => !known.Contains(f)).ToList() ?? [];
        if (added.Count > 0)
        {
            var list = string.Join(", ", added.Select(f => $"\"{f}\""));
            yield return FieldError.Forbidden(
                "metadata.finalizers",
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{list}}}"
            );
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(
        @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex("^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValuePattern();
}
