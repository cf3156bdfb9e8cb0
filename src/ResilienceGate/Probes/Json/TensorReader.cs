using System.Text.Json;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Probes.Json;

/// <summary>
/// Reads any JSON value as named outputs. Values under the same path of members are one output, in the order of the text:
/// <c>[{"label": "cat", "p": 0.9}, {"label": "dog", "p": 0.8}]</c> is <c>label</c> with two texts and <c>p</c> with two numbers.
/// Values beside no member belong to an output of the name given.
/// </summary>
internal sealed class TensorReader(string name)
{
    private readonly List<Column> _columns = [];

    /// <summary>What is wrong with the value; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <param name="json">At the first token of the value; afterwards at its last.</param>
    /// <returns>Null when the value is no prediction: see <see cref="Problem"/>.</returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    public IReadOnlyList<Tensor>? Read(ref Utf8JsonReader json)
    {
        ReadValue(ref json, null);
        if (Problem is null && _columns.Count == 0)
            Problem = $"'{name}' holds no value";
        return Problem is null ? [.. _columns.SelectMany(column => column.Tensors())] : null;
    }

    private void ReadValue(ref Utf8JsonReader json, string? path)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Number when json.TryGetDouble(out var number) && double.IsFinite(number):
                At(path).Numbers.Add(number);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                At(path).Numbers.Add(json.TokenType is JsonTokenType.True ? 1 : 0);
                break;
            case JsonTokenType.String:
                At(path).Texts.Add(json.GetString() ?? "");
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref json, path);
                break;
            case JsonTokenType.StartObject:
                ReadObject(ref json, path);
                break;
            case JsonTokenType.Number:
                Problem = "a number is beyond what 64 bits of floating point can hold";
                break;
            default:
                Problem = $"'{path ?? name}' holds something else than numbers, truth values and texts";
                break;
        }
    }

    private void ReadArray(ref Utf8JsonReader json, string? path)
    {
        json.Read();
        // That there is nothing is an answer too.
        if (json.TokenType is JsonTokenType.EndArray)
            At(path);
        while (Problem is null && json.TokenType is not JsonTokenType.EndArray)
        {
            ReadValue(ref json, path);
            json.Read();
        }
    }

    private void ReadObject(ref Utf8JsonReader json, string? path)
    {
        while (Problem is null && json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var member = json.GetString();
            json.Read();
            ReadValue(ref json, path is null ? member : $"{path}.{member}");
        }
    }

    private Column At(string? path)
    {
        path ??= name;
        // Few outputs, and as a rule the one of the value before: no dictionary would be quicker.
        for (var i = _columns.Count - 1; i >= 0; i--)
        {
            if (string.Equals(_columns[i].Name, path, StringComparison.Ordinal))
                return _columns[i];
        }

        _columns.Add(new Column(path));
        return _columns[^1];
    }

    private sealed record Column(string Name)
    {
        public List<double> Numbers { get; } = [];

        public List<string> Texts { get; } = [];

        /// <summary>An output is of one kind: of <c>["cat", 0.9]</c> the texts are an output beside the numbers.</summary>
        public IEnumerable<Tensor> Tensors()
        {
            if (Numbers.Count > 0 || Texts.Count == 0)
                yield return new Tensor { Name = Name, Numbers = Numbers };
            if (Texts.Count > 0)
                yield return new Tensor { Name = Numbers.Count > 0 ? $"{Name}:text" : Name, Texts = Texts };
        }
    }
}
