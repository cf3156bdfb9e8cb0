using System.Globalization;
using System.Text.RegularExpressions;

namespace ResilienceGate.LocalCluster.Api.Protobuf;

/// <summary>The field numbers of each model, read from the embedded <c>fields.txt</c>, which says how it is written.</summary>
internal static partial class ProtobufFields
{
    private static readonly Lazy<Dictionary<string, IReadOnlyDictionary<int, ProtobufField>>> Models = new(Read);

    /// <returns>Null for a model that has no protobuf encoding here.</returns>
    public static IReadOnlyDictionary<int, ProtobufField>? Of(Type model) => Models.Value.GetValueOrDefault(model.Name);

    private static Dictionary<string, IReadOnlyDictionary<int, ProtobufField>> Read()
    {
        var models = new Dictionary<string, IReadOnlyDictionary<int, ProtobufField>>(StringComparer.Ordinal);
        using var stream =
            typeof(ProtobufFields).Assembly.GetManifestResourceStream(typeof(ProtobufFields), "fields.txt")
            ?? throw new InvalidOperationException("The protobuf field numbers are missing from the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(": ", 2) is [var model, var fields] && model[0] != '#')
                models[model] = Parse(fields);
        }
        return models;
    }

    private static Dictionary<int, ProtobufField> Parse(string text)
    {
        Dictionary<int, ProtobufField> fields = [];
        foreach (Match match in FieldPattern().Matches(text))
        {
            var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            fields[number] = match.Groups["inner"] is { Success: true } inner
                ? new ProtobufField.Inlined(Parse(inner.Value))
                : new ProtobufField.Named(match.Groups["name"].Value, match.Groups["zero"].Success);
        }
        return fields;
    }

    // Inlined messages do not nest.
    [GeneratedRegex(
        @"(?<number>\d+)\{(?<inner>[^{}]*)\}|(?<name>\w+)=(?<number>\d+)(?<zero>\?)?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex FieldPattern();
}
