using System.Net.Sockets;

namespace ResilienceGate.Agents.Faults;

/// <summary>
/// Where a running agent is told to begin and to stop: a Unix socket with an abstract name (unix(7)). It is in the pod's
/// network namespace, leaves no file behind, and is gone with the agent.
/// </summary>
internal sealed class AgentDoor : IAsyncDisposable
{
    public const string Begin = "begin";
    public const string Stop = "stop";

    private const int Waiting = 4;

    /// <summary>Longer than any answer takes on its way within a machine.</summary>
    private static readonly TimeSpan LastAnswersWithin = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _serving;

    private AgentDoor(Socket socket, Func<string, Task<FaultRecord>> answer, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _serving = ServeAsync(answer);
    }

    /// <param name="injection">The name of the injection: in a pod, only one agent can open the door of each.</param>
    /// <param name="answer">Gives the answer to a word that was said.</param>
    /// <exception cref="PodFaultException">Another agent carries this injection out.</exception>
    public static AgentDoor Open(string injection, Func<string, Task<FaultRecord>> answer, TimeProvider time)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(Address(injection));
            socket.Listen(Waiting);
            return new AgentDoor(socket, answer, time);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new PodFaultException($"another agent carries {injection} out in this pod: {e.Message}", e);
        }
    }

    /// <summary>Says a word to the agent of an injection, and waits for its answer.</summary>
    /// <returns>Null when there is no such agent, or it went without an answer.</returns>
    public static async Task<FaultRecord?> SayAsync(string injection, string word, CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(Address(injection), ct);
            await using var stream = new NetworkStream(socket);
            await using var writer = new StreamWriter(stream) { AutoFlush = true };
            using var reader = new StreamReader(stream);
            await writer.WriteLineAsync(word.AsMemory(), ct);
            return await reader.ReadLineAsync(ct) is { } line ? FaultLog.Read(line) : null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>Lets nobody in any more; whoever is in has a moment to be answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _serving;
        _socket.Dispose();
        _closed.Dispose();
    }

    private static UnixDomainSocketEndPoint Address(string injection) => new($"\0resilience-gate/{injection}");

    private async Task ServeAsync(Func<string, Task<FaultRecord>> answer)
    {
        var visits = new List<Task>();
        try
        {
            while (true)
                visits.Add(ServeAsync(await _socket.AcceptAsync(_closed.Token), answer));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The door is closed.
        }
        await Task.WhenAny(Task.WhenAll(visits), Task.Delay(LastAnswersWithin, _time, CancellationToken.None));
    }

    private static async Task ServeAsync(Socket visitor, Func<string, Task<FaultRecord>> answer)
    {
        try
        {
            await using var stream = new NetworkStream(visitor, ownsSocket: true);
            using var reader = new StreamReader(stream);
            if (await reader.ReadLineAsync(CancellationToken.None) is not { } word)
                return;
            await using var writer = new StreamWriter(stream);
            await writer.WriteLineAsync(FaultLog.Line(await answer(word)));
        }
        catch (IOException)
        {
            // Whoever asked has gone; what was said holds.
        }
    }
}
