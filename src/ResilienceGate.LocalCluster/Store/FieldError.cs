namespace ResilienceGate.LocalCluster.Store;

/// <summary>What is wrong with one field, in the words of <c>k8s.io/apimachinery/pkg/util/validation/field</c>.</summary>
internal sealed record FieldError(string Field, string Reason, string Detail)
{
    public static FieldError Required(string field, string? hint = null) =>
        new(field, "FieldValueRequired", hint is null ? "Required value" : $"Required value: {hint}");

    public static FieldError Invalid(string field, string value, string why) =>
        new(field, "FieldValueInvalid", $"Invalid value: {value}: {why}");

    public static FieldError Forbidden(string field, string why) =>
        new(field, "FieldValueForbidden", $"Forbidden: {why}");

    public static FieldError Duplicate(string field, string value) =>
        new(field, "FieldValueDuplicate", $"Duplicate value: {value}");

    public static FieldError NotFound(string field, string value) =>
        new(field, "FieldValueNotFound", $"Not found: \"{value}\"");

    public static FieldError NotSupported(string field, string value, params string[] supported) =>
        new(
            field,
            "FieldValueNotSupported",
            $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}"
        );

    public override string ToString() => $"{Field}: {Detail}";
}
