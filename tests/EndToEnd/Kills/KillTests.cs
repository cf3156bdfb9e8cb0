using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace ResilienceGate.EndToEnd.Kills;

/// <summary>
/// Gates and agents are killed at random moments, over all native faults; then everything is listed that could be left.
/// RESILIENCE_GATE_KILLS says how often, RESILIENCE_GATE_SEED which moments.
/// </summary>
[Collection<SharedTarget>]
public sealed class KillTests(TestTarget target, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>The lease of a killed gate lapses, its guard reverts, and pods that were broken start again.</summary>
    private static readonly TimeSpan CleanWithin = TimeSpan.FromMinutes(2);

    /// <summary>A guard whose end its Job did not know yet when the rollback looked goes by its time to live.</summary>
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly int _seed = Number("RESILIENCE_GATE_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue);
    private readonly List<string> _failures = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ClusterProcesses Processes => new(target.State ?? "");

    private Survey Survey => new(target.Cluster, Processes);

    private bool IsPossible => target.State is not null && target.IsIsolated;

    public async ValueTask InitializeAsync()
    {
        if (IsPossible)
            await Dependency.CreateAsync(target.Cluster, NativeFaults.Dependency, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsPossible)
            await Dependency.DeleteAsync(target.Cluster, NativeFaults.Dependency, CancellationToken.None);
    }

    [Fact]
    public async Task Nothing_stays_broken_and_a_rollback_leaves_nothing_whenever_gate_and_agents_are_killed()
    {
        Assert.SkipUnless(IsPossible, "processes and networks are listed on the embedded cluster, as root");
        var kills = Number("RESILIENCE_GATE_KILLS") ?? 0;
        Assert.SkipWhen(kills == 0, "RESILIENCE_GATE_KILLS says how many kills, each of a minute or so");
        var random = new Random(_seed);
        output.WriteLine($"seed {_seed}");
        var deck = new Queue<string>();
        for (var number = 1; number <= kills; number++)
        {
            if (deck.Count == 0)
                deck = new Queue<string>(Shuffled(NativeFaults.All, random));
            await KillAsync(number, deck.Dequeue(), random);
        }
        Assert.Empty(_failures);
    }

    private async Task KillAsync(int number, string first, Random random)
    {
        await UntilNoneAsync(Survey.EffectsAsync, CleanWithin);
        using var reports = new TestFolder();
        var experiments = NativeFaults.Experiments([
            first,
            .. Shuffled(NativeFaults.All, random).Where(f => f != first),
        ]);
        using var gate = GateProcess.Start([
            "run",
            "--config",
            await target.PlanAsync("killed", experiments),
            "--kubeconfig",
            target.Kubeconfig,
            "--report-dir",
            reports.Path,
        ]);
        var strikes = NativeFaults.InPods.Contains(first) ? Enum.GetValues<Strike>() : [Strike.Gate, Strike.Interrupt];
        var strike = strikes[random.Next(strikes.Length)];
        // Not every death waits for the first fault.
        if (strike is Strike.Gate or Strike.Interrupt && random.NextDouble() < 0.15)
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 20), Ct);
        else
        {
            await BegunAsync(gate);
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 7), Ct);
        }
        var what = $"{number}: {strike}, {first}";
        var found = (await Survey.RequestsAsync(Ct)).Concat((await new PodFilters(Processes).RulesAsync(Ct)).Live);
        var struck = await StrikeAsync(strike, gate, random);
        var clock = Stopwatch.StartNew();
        var broken = await UntilNoneAsync(Survey.RequestsAsync, CleanWithin);
        var requests = clock.Elapsed;
        var ended = await gate.EndAsync();
        var exit = clock.Elapsed;
        if (strike is Strike.Agents or Strike.Interrupt && ended.ExitCode != 130)
            _failures.Add($"{what}: exit code {ended.ExitCode}: {ended.Text}");
        broken = broken.Count > 0 ? broken : await UntilNoneAsync(Survey.EffectsAsync, CleanWithin);
        if (broken.Count > 0)
            _failures.Add($"{what}: still broken without a rollback: {string.Join("; ", broken)}");
        var clean = clock.Elapsed;
        var objects = await Survey.ObjectsAsync(Ct);
        if (strike is Strike.Interrupt && objects.Any(o => !o.StartsWith("Pod", StringComparison.Ordinal)))
            _failures.Add($"{what}: an interrupted gate has left {string.Join("; ", objects)}: {ended.Text}");
        var said = await RollbackAsync(what);
        var left = await UntilNoneAsync(Survey.ObjectsAsync, GoneWithin);
        if (left.Count > 0)
            _failures.Add($"{what}: left after a rollback: {string.Join("; ", left)}");
        var inert = (await new PodFilters(Processes).RulesAsync(Ct)).Expired.Count;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}{struck}; then [{string.Join(", ", found)}]; requests {requests.TotalSeconds:0.0} s, exit {ended.ExitCode} after {exit.TotalSeconds:0.0} s, all well {clean.TotalSeconds:0.0} s, {inert} expired rules; objects [{string.Join(", ", objects)}]; {said}; failures so far: {_failures.Count}"
            )
        );
    }

    /// <returns>What was killed, in words.</returns>
    private async Task<string> StrikeAsync(Strike strike, GateProcess gate, Random random)
    {
        var killed = strike is Strike.Agents or Strike.Both ? await KillAgentsAsync(gate) : 0;
        if (strike is Strike.Agents)
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 5), Ct);
        if (strike is Strike.Gate or Strike.Both)
            gate.Kill();
        else
            await gate.InterruptAsync();
        return strike is Strike.Agents or Strike.Both ? $" ({killed} agents)" : "";
    }

    /// <summary>Waits for an agent as long as the gate lives, and kills all that there are.</summary>
    private async Task<int> KillAgentsAsync(GateProcess gate)
    {
        while (!gate.HasEnded)
        {
            if (Processes.List().Where(p => p.IsAgent).ToList() is { Count: > 0 } agents)
            {
                foreach (var agent in agents)
                    Kill(agent.Id);
                return agents.Count;
            }
            await Task.Delay(Poll, Ct);
        }
        return 0;
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has just ended.
        }
    }

    private async Task<string> RollbackAsync(string what)
    {
        using var rollback = GateProcess.Start([
            "rollback",
            "--kubeconfig",
            target.Kubeconfig,
            "-n",
            TestTarget.Namespace,
        ]);
        var ended = await rollback.EndAsync();
        if (ended.ExitCode != 0)
            _failures.Add($"{what}: rollback: {ended.Text}");
        return ended.Text.Trim().ReplaceLineEndings(" / ");
    }

    /// <summary>Returns when the gate has written its first fault down.</summary>
    private async Task BegunAsync(GateProcess gate)
    {
        while (!await target.HasBegunAsync())
        {
            if (gate.HasEnded)
                Assert.Fail((await gate.EndAsync()).Text);
            await Task.Delay(Poll, Ct);
        }
    }

    /// <returns>What is there at last; empty when nothing is.</returns>
    private static async Task<IReadOnlyList<string>> UntilNoneAsync(
        Func<CancellationToken, Task<IReadOnlyList<string>>> list,
        TimeSpan within
    )
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var found = await list(Ct);
            if (found.Count == 0 || clock.Elapsed > within)
                return found;
            await Task.Delay(Poll, Ct);
        }
    }

    private static string[] Shuffled(IEnumerable<string> items, Random random)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
