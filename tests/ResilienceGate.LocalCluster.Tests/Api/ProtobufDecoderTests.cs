using System.Text;
using k8s.Models;
using ResilienceGate.LocalCluster.Api.Protobuf;
using ResilienceGate.LocalCluster.Store.Schemas;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>Bodies as kubectl 1.36 sends them, field by field.</summary>
public sealed class ProtobufDecoderTests
{
    [Fact]
    public void An_eviction_is_read()
    {
        var eviction = Message(Bytes(1, Message(Text(1, "pod-a"), Text(3, "web"))), Bytes(2, Message(Number(1, 7))));

        var read = ProtobufDecoder.Decode(
            ModelSchemas.Of(typeof(V1Eviction)),
            Envelope("policy/v1", "Eviction", eviction)
        );

        Json.AreEqual(
            Json.Object(
                """
                {
                  "apiVersion": "policy/v1", "kind": "Eviction",
                  "metadata": { "name": "pod-a", "namespace": "web" },
                  "deleteOptions": { "gracePeriodSeconds": 7 }
                }
                """
            ),
            read
        );
    }

    [Fact]
    public void A_zero_is_kept_where_it_says_something()
    {
        // replicas (1) may be zero; minReadySeconds (5) is zero when it is not given.
        var deployment = Message(Bytes(2, Message(Number(1, 0), Number(5, 0))));

        var read = ProtobufDecoder.Decode(
            ModelSchemas.Of(typeof(V1Deployment)),
            Envelope("apps/v1", "Deployment", deployment)
        );

        Json.AreEqual(Json.Object("""{"replicas":0}"""), read["spec"]);
    }

    [Fact]
    public void Containers_with_all_their_sorts_of_fields_are_read()
    {
        var probe = Message(
            // The handler is a message of its own, whose fields JSON shows among the probe's.
            Bytes(
                1,
                Message(
                    Bytes(2, Message(Text(1, "/ready"), Bytes(2, Message(Number(1, 1), Number(2, 0), Text(3, "http")))))
                )
            ),
            Number(4, 5)
        );
        var limits = Message(Text(1, "cpu"), Bytes(2, Message(Text(1, "500m"))));
        var container = Message(
            Text(1, "web"),
            Text(2, "web:1"),
            Text(3, "/bin/web"),
            Text(3, "--fast"),
            Text(5, ""),
            Bytes(6, Message(Text(1, "http"), Number(2, 0), Number(3, 8080))),
            Bytes(8, Message(Bytes(1, limits))),
            Bytes(11, probe),
            Number(16, 1)
        );
        var pod = Message(
            Bytes(1, Message(Text(1, "a"), Bytes(8, []), Bytes(11, Message(Text(1, "app"), Text(2, "web"))))),
            Bytes(2, Message(Bytes(2, container)))
        );

        var read = ProtobufDecoder.Decode(ModelSchemas.Of(typeof(V1Pod)), Envelope("v1", "Pod", pod));

        Json.AreEqual(
            Json.Object(
                """
                {
                  "apiVersion": "v1", "kind": "Pod",
                  "metadata": { "name": "a", "labels": { "app": "web" } },
                  "spec": {
                    "containers": [{
                      "name": "web", "image": "web:1", "command": ["/bin/web", "--fast"],
                      "ports": [{ "name": "http", "containerPort": 8080 }],
                      "resources": { "limits": { "cpu": "500m" } },
                      "readinessProbe": { "httpGet": { "path": "/ready", "port": "http" }, "periodSeconds": 5 },
                      "stdin": true
                    }]
                  }
                }
                """
            ),
            read
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("k8s\0\u0012\u0005a")]
    public void What_is_no_such_message_is_refused(string body) =>
        Assert.Throws<InvalidDataException>(() =>
            ProtobufDecoder.Decode(ModelSchemas.Of(typeof(V1Pod)), Encoding.UTF8.GetBytes(body))
        );

    [Fact]
    public void Every_field_number_belongs_to_a_field_of_the_model()
    {
        foreach (var model in typeof(V1Pod).Assembly.GetTypes().Where(t => ProtobufFields.Of(t) is not null))
        {
            var known = ModelSchemas.Of(model).Fields.Value;
            Assert.All(Names(ProtobufFields.Of(model)), name => Assert.Contains(name, known.Keys));
        }
    }

    private static IEnumerable<string> Names(IReadOnlyDictionary<int, ProtobufField>? fields) =>
        (fields ?? new Dictionary<int, ProtobufField>()).Values.SelectMany(f =>
            f switch
            {
                ProtobufField.Named named => [named.Name],
                ProtobufField.Inlined inlined => Names(inlined.Fields),
                _ => Array.Empty<string>(),
            }
        );

    private static byte[] Envelope(string apiVersion, string kind, byte[] raw) =>
        [
            .. "k8s\0"u8,
            .. Message(Bytes(1, Message(Text(1, apiVersion), Text(2, kind))), Bytes(2, raw), Text(3, ""), Text(4, "")),
        ];

    private static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(f => f)];

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] bytes) =>
        [.. Varint((field << 3) | 2), .. Varint(bytes.Length), .. bytes];

    private static byte[] Number(int field, int number) => [.. Varint(field << 3), .. Varint(number)];

    private static byte[] Varint(int number)
    {
        List<byte> bytes = [];
        for (; number > 0x7f; number >>= 7)
            bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
        return [.. bytes];
    }
}
