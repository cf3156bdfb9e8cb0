using System.Net;
using System.Net.WebSockets;
using System.Text;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>attach and exec over WebSocket, byte for byte as a real API server and kubelet speak.</summary>
public sealed class PodStreamTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string V4 = "v4.channel.k8s.io";
    private const string V5 = "v5.channel.k8s.io";
    private const string Success = "\u0003{\"metadata\":{},\"status\":\"Success\"}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(V4)]
    [InlineData(V5)]
    public async Task A_client_talks_with_the_container(string protocol)
    {
        using var socket = await ConnectAsync("attach?stdin=true&stdout=true", protocol);
        Assert.Equal("\u0001", await ReadAsync(socket));

        await SendAsync(socket, "\0hello");

        Assert.Equal("\u0001hello", await ReadAsync(socket));
    }

    [Fact]
    public async Task A_client_can_close_the_input_and_gets_the_last_words()
    {
        using var socket = await ConnectAsync("attach?stdin=true&stdout=true&stderr=true", V5);

        await SendAsync(socket, "\0bye");
        await socket.SendAsync(new byte[] { 255, 0 }, WebSocketMessageType.Binary, endOfMessage: true, Ct);
        var messages = await ReadToCloseAsync(socket);

        Assert.Contains("\u0001bye", messages);
        Assert.Contains("\u0002warning", messages);
        Assert.Equal(Success, messages[^1]);
    }

    [Fact]
    public async Task What_a_client_does_not_ask_for_it_does_not_get()
    {
        using var socket = await ConnectAsync("exec?command=exit&command=0&stderr=true", V5);
        await socket.SendAsync("\0unheard"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, Ct);

        Assert.Equal(["\u0002", "\u0002warning"], [await ReadAsync(socket), await ReadAsync(socket)]);
    }

    [Fact]
    public async Task The_size_of_the_clients_terminal_is_passed_on()
    {
        using var socket = await ConnectAsync("attach?stdin=true&stdout=true&tty=true", V5);
        await ReadAsync(socket);

        await SendAsync(socket, "\u0004no size");
        await SendAsync(socket, "\u0004{\"Width\":90,\"Height\":20}");
        var size = await ReadAsync(socket);

        Assert.Equal("\u000190 x 20", size);
    }

    [Theory]
    [InlineData(0, Success)]
    [InlineData(
        137,
        "\u0003{\"metadata\":{},\"status\":\"Failure\",\"message\":\"command terminated with non-zero exit code: "
            + "command terminated with exit code 137\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
            + "[{\"reason\":\"ExitCode\",\"message\":\"137\"}]}}"
    )]
    public async Task A_command_ends_with_its_exit_code(int code, string expected)
    {
        using var socket = await ConnectAsync($"exec?command=exit&command={code}&stdin=true&stdout=true", V5);

        await socket.SendAsync(new byte[] { 255, 0 }, WebSocketMessageType.Binary, endOfMessage: true, Ct);

        Assert.Equal(expected, (await ReadToCloseAsync(socket))[^1]);
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_is_told_on_the_error_channel()
    {
        using var socket = await ConnectAsync("exec?command=nosuch&stdout=true", V5);

        var status = Json.Object((await ReadToCloseAsync(socket))[^1][1..]);

        Assert.Equal(("InternalError", 500), (status.Text("reason"), status.Number("code")));
        Assert.Equal(
            "Internal error occurred: Internal error occurred: error executing command in container: "
                + "exec: \"nosuch\": executable file not found in $PATH",
            status.Text("message")
        );
    }

    [Fact]
    public async Task A_client_that_leaves_gets_its_close_answered()
    {
        using var socket = await ConnectAsync("attach?stdin=true&stdout=true", V5);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, Ct);

        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Theory]
    [InlineData("exec?command=exit&stdout=true", "v9.channel.k8s.io", HttpStatusCode.Forbidden)]
    [InlineData("exec?command=exit", V5, HttpStatusCode.BadRequest)]
    [InlineData("exec?command=exit&stdout=true&container=gone", V5, HttpStatusCode.InternalServerError)]
    [InlineData("attach?stdout=true&container=gone", V5, HttpStatusCode.InternalServerError)]
    [InlineData("attach?stdout=true&container=other", V5, HttpStatusCode.BadRequest)]
    public async Task A_connection_that_makes_no_sense_is_refused(string request, string protocol, HttpStatusCode code)
    {
        var pod = await RunPodAsync();
        using var socket = new ClientWebSocket();

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(socket, pod, request, protocol));

        Assert.Equal(code, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("exec", "container not found (\"gone\")")]
    [InlineData("attach", "container gone not found in pod a_")]
    public async Task A_client_that_falls_back_to_SPDY_is_told_the_same(string subresource, string message)
    {
        var pod = await RunPodAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(cluster.Url, $"{pod}/{subresource}?container=gone&command=x&stdout=true")
        )
        {
            Version = HttpVersion.Version11,
        };
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "SPDY/3.1");

        using var response = await cluster.Http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.StartsWith(message, await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec?command=x&stdout=true", "Upgrade request required")]
    [InlineData("attach?stdout=true", "Upgrade request required")]
    [InlineData("portforward", "ports are not forwarded here")]
    public async Task A_plain_request_is_told_what_it_lacks(string request, string message)
    {
        var status = await cluster.GetJsonAsync($"{await RunPodAsync()}/{request}", accept: null, Ct);

        Assert.StartsWith(message, status.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_waits_for_a_node_has_no_streams()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("a"));

        var status = await cluster.GetJsonAsync($"/api/v1/namespaces/{ns}/pods/a/exec", accept: null, Ct);

        Assert.Equal("pod a does not have a host assigned", status.Text("message"));
    }

    private async Task<string> RunPodAsync()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);
        return $"/api/v1/namespaces/{ns}/pods/a";
    }

    private async Task<WebSocket> ConnectAsync(string request, string protocol)
    {
        var socket = new ClientWebSocket();
        await ConnectAsync(socket, await RunPodAsync(), request, protocol);
        return socket;
    }

    private async Task ConnectAsync(ClientWebSocket socket, string pod, string request, string protocol)
    {
        socket.Options.AddSubProtocol(protocol);
        socket.Options.CollectHttpResponseDetails = true;
        var url = new UriBuilder(new Uri(cluster.Url, $"{pod}/{request}")) { Scheme = "wss" }.Uri;
        await socket.ConnectAsync(url, cluster.Http, Ct);
    }

    private static Task SendAsync(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Binary, endOfMessage: true, Ct);

    private static async Task<string> ReadAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer, Ct);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static async Task<List<string>> ReadToCloseAsync(WebSocket socket)
    {
        List<string> messages = [];
        while (await ReadAsync(socket) is var message && socket.State is WebSocketState.Open)
            messages.Add(message);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, Ct);
        return messages;
    }
}
