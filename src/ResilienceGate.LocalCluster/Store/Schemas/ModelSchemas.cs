using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Store.Schemas;

/// <summary>Reads the form of Kubernetes' objects off the models of KubernetesClient, which are made from its OpenAPI.</summary>
internal static class ModelSchemas
{
    private static readonly ConcurrentDictionary<Type, Schema.Structure> Structures = new();

    /// <summary>The fields of <c>metav1.MicroTime</c>, which the models do not tell from <c>metav1.Time</c>.</summary>
    private static readonly HashSet<(Type, string)> MicroTimes =
    [
        (typeof(V1LeaseSpec), "acquireTime"),
        (typeof(V1LeaseSpec), "renewTime"),
        (typeof(Corev1Event), "eventTime"),
        (typeof(Corev1EventSeries), "lastObservedTime"),
        (typeof(Eventsv1Event), "eventTime"),
        (typeof(Eventsv1EventSeries), "lastObservedTime"),
    ];

    public static Schema.Structure Of(Type model) =>
        Structures.GetOrAdd(model, static m => new(m, new(() => ReadFields(m))));

    private static Dictionary<string, Schema> ReadFields(Type model)
    {
        var fields = new Dictionary<string, Schema>(StringComparer.Ordinal);
        foreach (var property in model.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name is { } name)
                fields[name] = Read(property.PropertyType, MicroTimes.Contains((model, name)));
        }
        return fields;
    }

    private static Schema Read(Type declared, bool micro)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(string))
            return new Schema.Text();
        if (type == typeof(int) || type == typeof(long))
            return new Schema.Integer(type == typeof(long));
        if (type == typeof(double))
            return new Schema.Number();
        if (type == typeof(bool))
            return new Schema.Flag();
        if (type == typeof(byte[]))
            return new Schema.Base64();
        if (type == typeof(DateTime))
            return new Schema.Time(micro);
        if (type == typeof(ResourceQuantity))
            return new Schema.Quantity();
        if (type == typeof(IntOrString))
            return new Schema.IntOrString();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            return new Schema.MapOf(Read(type.GetGenericArguments()[1], micro: false));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
            return new Schema.ListOf(Read(type.GetGenericArguments()[0], micro: false));
        return
            type == typeof(object) || !string.Equals(type.Namespace, typeof(V1Pod).Namespace, StringComparison.Ordinal)
            ? new Schema.Any()
            : Of(type);
    }
}
