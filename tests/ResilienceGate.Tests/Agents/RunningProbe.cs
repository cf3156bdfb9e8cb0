using System.IO.Pipelines;
using System.Text.Json;
using ResilienceGate.Agents;

namespace ResilienceGate.Tests.Agents;

/// <summary>A probe that runs, as the gate has it: lines in, lines out.</summary>
internal sealed class RunningProbe : IAsyncDisposable
{
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly StreamReader _records;
    private readonly CancellationTokenSource _terminate = new();

    public RunningProbe(ProbeConfiguration configuration, TimeProvider time)
    {
        _records = new StreamReader(_output.Reader.AsStream());
        var agent = new ProbeAgent(
            configuration,
            new StreamReader(_input.Reader.AsStream()),
            _output.Writer.AsStream(),
            time
        );
        Ended = agent.RunAsync(_terminate.Token);
    }

    public Task Ended { get; }

    /// <summary>Everything that was read so far.</summary>
    public List<ProbeRecord> Records { get; } = [];

    public Task SayAsync(ProbeCommand command) =>
        SayAsync(JsonSerializer.Serialize(command, AgentJson.Default.ProbeCommand));

    public async Task SayAsync(string line)
    {
        await using var writer = new StreamWriter(_input.Writer.AsStream(leaveOpen: true), leaveOpen: true);
        await writer.WriteLineAsync(line);
    }

    public ValueTask CloseInputAsync() => _input.Writer.CompleteAsync();

    public Task TerminateAsync() => _terminate.CancelAsync();

    /// <summary>Reads on until the next record of this kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : ProbeRecord
    {
        while (true)
        {
            var line =
                await _records.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new EndOfStreamException($"No {typeof(T).Name} among {string.Join(", ", Records)}");
            var record =
                JsonSerializer.Deserialize(line, AgentJson.Default.ProbeRecord) ?? throw new InvalidDataException(line);
            Records.Add(record);
            if (record is T wanted)
                return wanted;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _terminate.CancelAsync();
        await Ended;
        await _input.Writer.CompleteAsync();
        _records.Dispose();
        _terminate.Dispose();
    }
}
