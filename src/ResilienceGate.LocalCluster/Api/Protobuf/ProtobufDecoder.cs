using System.Text;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Api.Protobuf;

/// <summary>Turns a message in Kubernetes' protobuf encoding, which kubectl sends by choice, into the JSON object.</summary>
internal static class ProtobufDecoder
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Decodes an enveloped object (<c>runtime.Unknown</c>).</summary>
    /// <exception cref="InvalidDataException">The bytes are no such message.</exception>
    public static JsonObject Decode(Schema.Structure schema, ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
            throw new InvalidDataException("provided data does not appear to be a protobuf message");
        JsonObject typeMeta = [];
        JsonObject obj = [];
        var reader = new WireReader(body[Magic.Length..]);
        while (reader.Read())
        {
            if (reader.Field == 1)
                typeMeta = ReadTypeMeta(reader.Bytes);
            else if (reader.Field == 2)
                obj = ReadStructure(schema, reader.Bytes);
        }
        foreach (var (name, value) in typeMeta)
            obj[name] = value?.DeepClone();
        return obj;
    }

    private static JsonObject ReadTypeMeta(ReadOnlySpan<byte> message)
    {
        JsonObject meta = [];
        var reader = new WireReader(message);
        while (reader.Read())
            meta[reader.Field == 1 ? "apiVersion" : "kind"] = Encoding.UTF8.GetString(reader.Bytes);
        return meta;
    }

    private static JsonObject ReadStructure(Schema.Structure schema, ReadOnlySpan<byte> message)
    {
        JsonObject obj = [];
        var fields =
            ProtobufFields.Of(schema.Model)
            ?? throw new InvalidDataException($"{schema.Model.Name} has no protobuf encoding");
        ReadFields(schema, fields, message, obj);
        return obj;
    }

    private static void ReadFields(
        Schema.Structure schema,
        IReadOnlyDictionary<int, ProtobufField> fields,
        ReadOnlySpan<byte> message,
        JsonObject obj
    )
    {
        var reader = new WireReader(message);
        while (reader.Read())
        {
            switch (fields.GetValueOrDefault(reader.Field))
            {
                case ProtobufField.Inlined inlined:
                    ReadFields(schema, inlined.Fields, reader.Bytes, obj);
                    break;
                case ProtobufField.Named named when schema.Fields.Value.TryGetValue(named.Name, out var field):
                    Put(obj, named, field, ref reader);
                    break;
                default:
                    // A field of a newer version: a real server of this one skips it too.
                    break;
            }
        }
    }

    private static void Put(JsonObject obj, ProtobufField.Named named, Schema field, ref WireReader reader)
    {
        switch (field)
        {
            case Schema.ListOf list:
                if (obj[named.Name] is not JsonArray items)
                    obj[named.Name] = items = [];
                items.Add(ReadValue(list.Item, ref reader, keepZero: true));
                break;
            case Schema.MapOf map:
                ReadEntry(obj.EnsureObject(named.Name), map.Value, reader.Bytes);
                break;
            default:
                if (ReadValue(field, ref reader, named.KeepsZero) is { } value)
                    obj[named.Name] = value;
                break;
        }
    }

    private static void ReadEntry(JsonObject map, Schema valueSchema, ReadOnlySpan<byte> entry)
    {
        var key = "";
        JsonNode? value = valueSchema is Schema.Text or Schema.Base64 ? "" : null;
        var reader = new WireReader(entry);
        while (reader.Read())
        {
            if (reader.Field == 1)
                key = Encoding.UTF8.GetString(reader.Bytes);
            else
                value = ReadValue(valueSchema, ref reader, keepZero: true);
        }
        map[key] = value;
    }

    private static JsonNode? ReadValue(Schema schema, ref WireReader reader, bool keepZero) =>
        schema switch
        {
            Schema.Structure structure => ReadStructure(structure, reader.Bytes),
            Schema.Text => reader.Bytes.IsEmpty && !keepZero ? null : Encoding.UTF8.GetString(reader.Bytes),
            Schema.Base64 => Convert.ToBase64String(reader.Bytes),
            Schema.Flag => reader.Number == 0 && !keepZero ? null : reader.Number != 0,
            Schema.Integer => reader.Number == 0 && !keepZero ? null : (long)reader.Number,
            Schema.Number => BitConverter.UInt64BitsToDouble(reader.Number),
            Schema.Time time => WireValues.ReadTime(reader.Bytes, time.Micro),
            Schema.Quantity => WireValues.ReadQuantity(reader.Bytes),
            Schema.IntOrString => WireValues.ReadIntOrString(reader.Bytes, keepZero),
            _ => WireValues.ReadRaw(reader.Bytes),
        };
}
