using System.Net.Sockets;
using System.Text;

namespace ResilienceGate.Tests.Probes;

/// <summary>What a server does with one request. Returns false when the connection is over.</summary>
internal delegate Task<bool> Trap(Socket connection, CancellationToken ct);

internal static class Traps
{
    public const string Prediction = """
        {"model_name":"m","model_version":"3","outputs":[{"name":"items","datatype":"INT64","shape":[1,3],"data":[7,8,9]}]}
        """;

    public static Trap Answer(int status, string body) =>
        Send(
            $"HTTP/1.1 {status} Status\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}",
            keep: true
        );

    /// <summary>Announces more than it sends, and closes.</summary>
    public static Trap Truncate(string body) =>
        Send($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length + 100}\r\n\r\n{body}", keep: false);

    /// <summary>Sends a chunk without the one that ends the body, and closes.</summary>
    public static Trap TruncateChunked(string body) =>
        Send($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n", keep: false);

    public static Trap Chunked(string body) =>
        Send(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n",
            keep: true
        );

    public static Trap Garbage { get; } = Send("this is no HTTP\r\n\r\n", keep: false);

    public static Trap CloseAtOnce { get; } = (_, _) => Task.FromResult(false);

    /// <summary>Closes with a RST packet instead of a FIN.</summary>
    public static Trap Reset { get; } =
        (connection, _) =>
        {
            connection.LingerState = new LingerOption(enable: true, seconds: 0);
            return Task.FromResult(false);
        };

    /// <summary>Takes the request and never answers.</summary>
    public static Trap Stall { get; } =
        async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return false;
        };

    /// <summary>Answers half, and then no more.</summary>
    public static Trap StallInBody(string body) =>
        async (connection, ct) =>
        {
            await Send($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length + 100}\r\n\r\n{body}", keep: true)(
                connection,
                ct
            );
            return await Stall(connection, ct);
        };

    /// <summary>Sends events, and then does as <paramref name="end"/> does.</summary>
    public static Trap Stream(Trap end, params string[] events) =>
        async (connection, ct) =>
        {
            var head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
            var chunks = events
                .Select(text => $"{text}\n\n")
                .Select(text => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");
            await Send(head + string.Concat(chunks), keep: true)(connection, ct);
            return await end(connection, ct);
        };

    /// <summary>The chunk that ends a body.</summary>
    public static Trap EndOfStream { get; } = Send("0\r\n\r\n", keep: true);

    private static Trap Send(string response, bool keep) =>
        async (connection, ct) =>
        {
            await connection.SendAsync(Encoding.UTF8.GetBytes(response), ct);
            return keep;
        };
}
