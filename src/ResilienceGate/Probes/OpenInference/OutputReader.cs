using System.Text.Json;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Probes.OpenInference;

/// <summary>Reads one output, <c>{"name", "datatype", "shape", "data"}</c>, whose members come in any order.</summary>
internal ref struct OutputReader
{
    private string? _name;
    private bool? _isText;
    private long? _elements;
    private List<double>? _numbers;
    private List<string>? _texts;

    /// <summary>What is wrong with the output; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <returns>Null when the output is malformed: see <see cref="Problem"/>.</returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    public Tensor? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType is not JsonTokenType.StartObject)
            return Malformed("an output is not an object");
        while (Problem is null && json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("name"u8))
                _name = ReadText(ref json);
            else if (json.ValueTextEquals("datatype"u8))
                _isText = ReadText(ref json) == "BYTES";
            else if (json.ValueTextEquals("shape"u8))
                ReadShape(ref json);
            else if (json.ValueTextEquals("data"u8))
                ReadData(ref json);
            else
                json.Skip();
        }

        return Problem is null ? Complete() : null;
    }

    private Tensor? Complete()
    {
        if (_name is null)
            return Malformed("an output has no 'name'");
        // No data tells no kind; then the datatype does.
        if (_numbers is { Count: 0 } && _texts is null && _isText is true)
            (_numbers, _texts) = (null, []);
        if (_numbers is null && _texts is null)
            return Malformed($"output '{_name}' has no 'data'");
        if (_numbers is not null && _texts is not null || _isText is { } declared && declared != _texts is not null)
            return Malformed($"output '{_name}' has data of another type than its 'datatype'");
        if (_elements is { } announced && announced != (_texts?.Count ?? _numbers?.Count))
            return Malformed(
                $"output '{_name}' has {_texts?.Count ?? _numbers?.Count} values where its shape has {announced}"
            );
        return new Tensor
        {
            Name = _name,
            Numbers = _numbers,
            Texts = _texts,
        };
    }

    private void ReadShape(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is not JsonTokenType.StartArray)
        {
            Malformed("a 'shape' is not an array");
            return;
        }

        long product = 1;
        while (json.Read() && json.TokenType is not JsonTokenType.EndArray)
        {
            if (json.TokenType is not JsonTokenType.Number || !json.TryGetInt32(out var size) || size < 0)
            {
                Malformed("a 'shape' holds something else than sizes");
                return;
            }

            product *= size;
        }

        _elements = product;
    }

    /// <summary>Flat or nested: what counts is the row-major order, which is that of the text.</summary>
    private void ReadData(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is not JsonTokenType.StartArray)
        {
            Malformed("a 'data' is not an array");
            return;
        }

        var depth = json.CurrentDepth;
        (_numbers, _texts) = (null, null);
        while (json.Read() && (json.TokenType is not JsonTokenType.EndArray || json.CurrentDepth != depth))
        {
            switch (json.TokenType)
            {
                case JsonTokenType.Number when json.TryGetDouble(out var number) && double.IsFinite(number):
                    (_numbers ??= []).Add(number);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    (_numbers ??= []).Add(json.TokenType is JsonTokenType.True ? 1 : 0);
                    break;
                case JsonTokenType.String:
                    (_texts ??= []).Add(json.GetString() ?? "");
                    break;
                case JsonTokenType.StartArray or JsonTokenType.EndArray:
                    break;
                case JsonTokenType.Number:
                    Malformed("a number is beyond what 64 bits of floating point can hold");
                    return;
                default:
                    Malformed("a 'data' holds something else than numbers, truth values and texts");
                    return;
            }
        }

        if (_texts is null)
            _numbers ??= [];
    }

    private string? ReadText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.String)
            return json.GetString();
        Malformed("a 'name' or 'datatype' is not a text");
        return null;
    }

    private Tensor? Malformed(string problem)
    {
        Problem ??= problem;
        return null;
    }
}
