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

    private readonly ProbeConfiguration configuration;
    private readonly IProbeProtocol protocol;
    private readonly RecordWriter records;
    private readonly Supervisor supervisor;
    private readonly CancellationToken aborted;
    private readonly CancellationTokenSource stopped;
    private readonly AnswerJudge judge;
    private readonly IModelClient service;
    private readonly LoadGenerator generator;
    private readonly ReplicaWatch replicas;
    private readonly CensusTaker censusTaker;
    private readonly HashSet<int> censuses = [];
    private Task load = Task.CompletedTask;
    private bool started;

    /// <param name="aborted">End everything at once.</param>
    public ProbeDuties(
        ProbeConfiguration configuration,
        RecordWriter records,
        ProbeClock clock,
        Supervisor supervisor,
        CancellationToken aborted
    )
    {
        this.configuration = configuration;
        protocol =
            ProbeProtocols.Find(configuration.Protocol)
            ?? throw new ArgumentException($"Protocol '{configuration.Protocol}' is not known.", nameof(configuration));
        this.records = records;
        this.supervisor = supervisor;
        this.aborted = aborted;
        stopped = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        judge = new AnswerJudge(configuration.Oracle);
        service = Connect(configuration.Service, configuration.Host, configuration.Connections, configuration.Deadline);
        PreparedRequest[] requests = [.. configuration.Requests.Select(protocol.Prepare)];
        var profile = new LoadProfile
        {
            Rate = configuration.Rate,
            Deadline = configuration.Deadline,
            Seed = configuration.Seed,
        };
        generator = new LoadGenerator(service, requests, profile, judge, records, clock, supervisor);
        replicas = new ReplicaWatch(
            replica => Connect(replica.Address, null, ConnectionPolicy.Fresh, ReplicaConnectTimeout),
            requests,
            configuration.Deadline,
            judge,
            records,
            clock,
            supervisor
        );
        censusTaker = new CensusTaker(
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
                records.Write((number, at) => new ProbeRecord.Pong(ping.Id) { Number = number, At = at });
                return null;
            case ProbeCommand.Start:
                Start();
                return null;
            case ProbeCommand.Replicas told:
                return Watch(told.Now);
            case ProbeCommand.Truth truth:
                judge.Tell(truth.Answers);
                return null;
            case ProbeCommand.Census census:
                if (censuses.Add(census.Id))
                    supervisor.Watch(TakeCensusAsync(census.Id));
                return null;
            default:
                return $"{command.GetType().Name} is nothing that the probe does";
        }
    }

    /// <summary>Ends the traffic, and returns when what was sent is settled and reported.</summary>
    public async Task FinishAsync()
    {
        await stopped.CancelAsync();
        // What failed in it, the supervisor was told.
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        replicas.Dispose();
        service.Dispose();
        stopped.Dispose();
    }

    private void Start()
    {
        if (started)
            return;
        started = true;
        load = generator.RunAsync(stopped.Token, aborted);
        supervisor.Watch(load);
    }

    private string? Watch(IReadOnlyList<Replica> now)
    {
        if (now.FirstOrDefault(replica => !ModelEndpoint.TryParseServer(replica.Address, out _)) is { } strange)
            return $"replica {strange.Pod} has the address '{strange.Address}'; it is written as 10.0.0.1:8080";
        replicas.Update(now);
        return null;
    }

    private async Task TakeCensusAsync(int id)
    {
        var states = await censusTaker.TakeAsync(replicas.Known, aborted);
        if (!aborted.IsCancellationRequested)
            records.Write((number, at) => new ProbeRecord.CensusTaken(id, states) { Number = number, At = at });
    }

    private IModelClient Connect(string address, string? host, ConnectionPolicy connections, TimeSpan timeout)
    {
        var server = ModelEndpoint.TryParseServer(address, out var parsed)
            ? parsed
            : throw new ArgumentException($"'{address}' is no address and port", nameof(address));
        return protocol.Connect(
            new ModelEndpoint
            {
                Server = server,
                Host = host,
                Model = configuration.Model,
                Connections = connections,
                ConnectTimeout = timeout < configuration.Deadline ? timeout : configuration.Deadline,
            }
        );
    }
}
