using System.Text;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Protobuf;

/// <summary>The messages that JSON writes as one plain value.</summary>
internal static class WireValues
{
    /// <returns>Null for Go's zero time, an empty message.</returns>
    public static JsonNode? ReadTime(ReadOnlySpan<byte> message, bool micro)
    {
        if (message.IsEmpty)
            return null;
        var time = DateTimeOffset.UnixEpoch;
        var reader = new WireReader(message);
        while (reader.Read())
        {
            time +=
                reader.Field == 1
                    ? TimeSpan.FromSeconds((long)reader.Number)
                    : TimeSpan.FromTicks((long)reader.Number / TimeSpan.NanosecondsPerTick);
        }
        return micro ? Timestamps.FormatMicro(time) : Timestamps.Format(time);
    }

    public static JsonNode ReadQuantity(ReadOnlySpan<byte> message)
    {
        var text = "0";
        var reader = new WireReader(message);
        while (reader.Read())
            text = Encoding.UTF8.GetString(reader.Bytes);
        return text;
    }

    public static JsonNode? ReadIntOrString(ReadOnlySpan<byte> message, bool keepZero)
    {
        var isText = false;
        long number = 0;
        var text = "";
        var reader = new WireReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
                isText = reader.Number == 1;
            else if (reader.Field == 2)
                number = (int)reader.Number;
            else
                text = Encoding.UTF8.GetString(reader.Bytes);
        }
        if (isText)
            return text.Length == 0 && !keepZero ? null : text;
        return number == 0 && !keepZero ? null : number;
    }

    /// <summary>JSON as it stands, in an envelope of one field.</summary>
    public static JsonNode? ReadRaw(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        return reader.Read() && reader.IsBytes && !reader.Bytes.IsEmpty ? JsonNode.Parse(reader.Bytes) : null;
    }
}
