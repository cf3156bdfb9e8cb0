using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ResilienceGate.Recommender.Tests.Serving;

/// <summary>An inference request of which the server has the head and waits for the body: surely in flight.</summary>
internal sealed class HalfSentRequest : IDisposable
{
    private const string Body = """{"inputs":[{"name":"user","shape":[1],"datatype":"INT64","data":[17]}]}""";

    private readonly TcpClient client = new();

    private HalfSentRequest() { }

    public static async Task<HalfSentRequest> SendAsync(Uri server)
    {
        var request = new HalfSentRequest();
        await request.client.ConnectAsync(IPEndPoint.Parse(server.Authority), TestContext.Current.CancellationToken);
        await request.WriteAsync(
            "POST /v2/models/recommender/infer HTTP/1.1\r\nHost: recommender\r\nExpect: 100-continue\r\n"
                + $"Content-Length: {Body.Length}\r\n\r\n"
        );

        // The server asks for the body when its handler begins to read it.
        var buffer = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await request.client.GetStream().ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(buffer), StringComparison.Ordinal);
        return request;
    }

    /// <returns>The status line; empty when the connection was closed or reset.</returns>
    public async Task<string> FinishAsync()
    {
        await WriteAsync(Body);
        return await ReadStatusAsync();
    }

    /// <inheritdoc cref="FinishAsync"/>
    public async Task<string> ReadStatusAsync()
    {
        try
        {
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose() => client.Dispose();

    private ValueTask WriteAsync(string text) =>
        client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
}
