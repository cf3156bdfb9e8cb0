using ResilienceGate.Probes;
using ResilienceGate.Probes.Load;

namespace ResilienceGate.Agents;

/// <summary>What the probe does when it is told to. Telling it the same again changes nothing.</summary>
internal sealed class ProbeDuties : IAsyncDisposable
{
    /// <summary>
    /// A packet that a replica's network was not yet there to take is not waited for: the next attempt comes sooner than
    /// TCP would send it again a second time.
    /// </summary>
    private static readonly TimeSpan ReplicaConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly ProbeConfiguration _configuration;
    private readonly IProbeProtocol _protocol;
    private readonly TimeProvider _time;
    private readonly RecordWriter _records;
    private readonly Supervisor _supervisor;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource _stopped;
    private readonly AnswerJudge _judge;
    private readonly IModelClient _service;
    private readonly LoadGenerator _generator;
    private readonly ReplicaWatch _replicas;
    private readonly CensusTaker _censusTaker;
    private readonly HashSet<int> _censuses = [];
    private Task _load = Task.CompletedTask;
    private bool _started;

    /// <param name="aborted">End everything at once.</param>
    public ProbeDuties(
        ProbeConfiguration configuration,
        RecordWriter records,
        ProbeClock clock,
        Supervisor supervisor,
        CancellationToken aborted
    )
    {
        _configuration = configuration;
        _time = clock.Time;
        _protocol =
            ProbeProtocols.Find(configuration.Protocol, configuration.Options)
            ?? throw new ArgumentException($"Protocol '{configuration.Protocol}' is not known.", nameof(configuration));
        _records = records;
        _supervisor = supervisor;
        _aborted = aborted;
        _stopped = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _judge = new AnswerJudge(configuration.Oracle);
        _service = Connect(
            configuration.Service,
            configuration.Host,
            configuration.Connections,
            configuration.Deadline
        );
        PreparedRequest[] requests = [.. configuration.Requests.Select(r => _protocol.Prepare(r, configuration.Model))];
        var profile = new LoadProfile
        {
            Rate = configuration.Rate,
            Deadline = configuration.Deadline,
            Seed = configuration.Seed,
        };
        _generator = new LoadGenerator(
            _service,
            requests,
            profile,
            _judge,
            records,
            clock,
            Sleeps.For(clock.Time),
            supervisor
        );
        _replicas = new ReplicaWatch(
            replica => Connect(replica.Address, null, ConnectionPolicy.Fresh, ReplicaConnectTimeout),
            requests,
            configuration.Deadline,
            _judge,
            records,
            clock,
            supervisor
        );
        _censusTaker = new CensusTaker(
            replica => Connect(replica.Address, null, ConnectionPolicy.Pooled, configuration.Deadline),
            requests,
            configuration.Deadline,
            clock.Time
        );
    }

    /// <returns>Why the command cannot be obeyed; null when it is.</returns>
    public string? Do(ProbeCommand command)
    {
        switch (command)
        {
            case ProbeCommand.Ping ping:
                _records.Write((number, at) => new ProbeRecord.Pong(ping.Id) { Number = number, At = at });
                return null;
            case ProbeCommand.Start:
                Start();
                return null;
            case ProbeCommand.Replicas told:
                return Watch(told.Now);
            case ProbeCommand.Truth truth:
                _judge.Tell(truth.Answers);
                return null;
            case ProbeCommand.Census census:
                if (_censuses.Add(census.Id))
                    _supervisor.Watch(TakeCensusAsync(census.Id));
                return null;
            default:
                return $"{command.GetType().Name} is nothing that the probe does";
        }
    }

    /// <summary>Ends all there is to do, and returns when the traffic that was sent is settled and reported.</summary>
    public async Task FinishAsync()
    {
        await _stopped.CancelAsync();
        _replicas.Dispose();
        // What failed in it, the supervisor was told.
        await _load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        _service.Dispose();
        _stopped.Dispose();
    }

    private void Start()
    {
        if (_started)
            return;
        _started = true;
        _load = _generator.RunAsync(_stopped.Token, _aborted);
        _supervisor.Watch(_load);
    }

    private string? Watch(IReadOnlyList<Replica> now)
    {
        if (now.FirstOrDefault(replica => !ModelEndpoint.TryParseServer(replica.Address, out _)) is { } strange)
            return $"replica {strange.Pod} has the address '{strange.Address}'; it is written as 10.0.0.1:8080";
        _replicas.Update(now);
        return null;
    }

    private async Task TakeCensusAsync(int id)
    {
        var states = await _censusTaker.TakeAsync(_replicas.Known, _stopped.Token);
        if (!_stopped.IsCancellationRequested)
            _records.Write((number, at) => new ProbeRecord.CensusTaken(id, states) { Number = number, At = at });
    }

    private IModelClient Connect(string address, string? host, ConnectionPolicy connections, TimeSpan timeout)
    {
        var server = ModelEndpoint.TryParseServer(address, out var parsed)
            ? parsed
            : throw new ArgumentException($"'{address}' is no address and port", nameof(address));
        return _protocol.Connect(
            new ModelEndpoint
            {
                Server = server,
                Host = host,
                Model = _configuration.Model,
                Connections = connections,
                ConnectTimeout = timeout < _configuration.Deadline ? timeout : _configuration.Deadline,
                Time = _time,
            }
        );
    }
}
