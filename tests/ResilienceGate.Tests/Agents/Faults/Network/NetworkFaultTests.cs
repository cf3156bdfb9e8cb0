using System.Diagnostics;
using System.Net;
using ResilienceGate.Agents.Faults.Network;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Agents.Faults.Network;

/// <summary>Agents in a network of their own, with real packets; root alone can make one.</summary>
public sealed class NetworkFaultTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly Wire? _wire = CanHave ? Wire.Create() : null;

    private static bool CanHave =>
        Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/iptables") && Directory.Exists("/run");

    private Wire Line
    {
        get
        {
            if (_wire is null)
                Assert.Skip("networks and their packet filters need root, ip and iptables");
            return _wire;
        }
    }

    public void Dispose() => _wire?.Dispose();

    [Fact]
    public async Task Packets_come_late_and_in_order_and_when_it_is_stopped_at_once_again()
    {
        using var echo = new Echo(Line);
        using var agent = await RunningAgent.StartAsync(
            Line.Pod,
            Order(new NetworkEffect.Delay(Milliseconds(150), Milliseconds(50)), Direction.To),
            Long
        );

        var proof = await agent.BeginAsync();
        var late = await echo.MeasureAsync(400, Milliseconds(2));
        var gone = await agent.StopAsync();
        var after = await echo.MeasureAsync(50, Milliseconds(2));

        Assert.Contains("which asks for 150 ms more; by packets in user space", proof, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 400), late.Select(p => p.Number));
        Assert.All(late, p => Assert.True(p.Took >= Milliseconds(100)));
        Assert.InRange(late.Average(p => p.Took.TotalMilliseconds), 110, 260);
        Assert.Contains("no rule of it is left", gone, StringComparison.Ordinal);
        Assert.DoesNotContain("RG-", Line.Pod.Rules(), StringComparison.Ordinal);
        Assert.True(after.Count(p => p.Took < Milliseconds(100)) > 40);
    }

    [Fact]
    public async Task Packets_are_lost_in_the_share_that_is_asked_for()
    {
        using var echo = new Echo(Line);
        using var agent = await RunningAgent.StartAsync(
            Line.Pod,
            Order(new NetworkEffect.Loss(0.2), Direction.From),
            Long
        );

        var proof = await agent.BeginAsync();
        var came = await echo.MeasureAsync(3000, TimeSpan.Zero);

        Assert.Contains("20% asked for", proof, StringComparison.Ordinal);
        // Six standard deviations of 3000 packets.
        Assert.InRange(came.Count, 2400 - 132, 2400 + 132);
        await agent.StopAsync();
    }

    [Fact]
    public async Task A_narrow_link_carries_its_rate()
    {
        using var listener = Wire.Listener(Line.Peer);
        using var agent = await RunningAgent.StartAsync(
            Line.Pod,
            Order(new NetworkEffect.Bandwidth(4_000_000), Direction.To),
            Long
        );
        var proof = await agent.BeginAsync();
        using var sender = Wire.Stream(Line.Pod);
        var port = Assert.IsType<IPEndPoint>(listener.LocalEndPoint).Port;
        await sender.ConnectAsync(Wire.PeerAddress, port, TestContext.Current.CancellationToken);
        using var receiver = await listener.AcceptAsync(TestContext.Current.CancellationToken);

        var began = Stopwatch.GetTimestamp();
        const int size = 500_000;
        var sending = sender.SendAsync(new byte[size], TestContext.Current.CancellationToken);
        var received = 0;
        var buffer = new byte[size];
        while (received < size)
            received += await receiver.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        await sending;
        var megabits = size * 8 / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e6;

        Assert.Contains("4 Mbit/s asked for", proof, StringComparison.Ordinal);
        // A busy machine is slower; nothing makes a link faster.
        Assert.InRange(megabits, 2, 4.4);
        await agent.StopAsync();
    }

    [Fact]
    public async Task Nothing_passes_a_partition_and_the_kernel_ends_it_when_the_agent_is_killed()
    {
        using var echo = new Echo(Line);
        using var agent = await RunningAgent.StartAsync(
            Line.Pod,
            Order(new NetworkEffect.Partition(), Direction.To),
            TimeSpan.FromSeconds(5)
        );

        var proof = await agent.BeginAsync();
        await agent.KillAsync();
        var cut = await echo.MeasureAsync(1, TimeSpan.Zero);
        var rules = Line.Pod.Rules();
        while ((await echo.MeasureAsync(1, TimeSpan.Zero)).Count == 0)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();

        Assert.Contains("does not answer", proof, StringComparison.Ordinal);
        Assert.Empty(cut);
        // Nobody has taken the rules away: it was their time that ended.
        Assert.Equal(rules, Line.Pod.Rules());
        Assert.Contains("--datestop", rules, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_flows_at_once_when_the_agent_is_killed_and_the_next_one_clears_up()
    {
        using var echo = new Echo(Line);
        using var killed = await RunningAgent.StartAsync(
            Line.Pod,
            Order(new NetworkEffect.Loss(1), Direction.To),
            TimeSpan.FromSeconds(3)
        );
        await killed.BeginAsync();
        await killed.KillAsync();

        var after = await echo.MeasureAsync(20, TimeSpan.Zero);
        var left = Line.Pod.Rules();
        await Task.Delay(TimeSpan.FromSeconds(4.5), TestContext.Current.CancellationToken);
        using var next = await RunningAgent.StartAsync(
            Line.Pod,
            Order(new NetworkEffect.Delay(Milliseconds(20), TimeSpan.Zero), Direction.To),
            Long
        );
        await next.BeginAsync();
        await next.StopAsync();

        Assert.Equal(20, after.Count);
        Assert.Contains("--queue-bypass", left, StringComparison.Ordinal);
        Assert.DoesNotContain("RG-", Line.Pod.Rules(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_that_are_not_named_are_not_hit()
    {
        using var echo = new Echo(Line);
        using var agent = await RunningAgent.StartAsync(
            Line.Pod,
            Order(new NetworkEffect.Loss(1), Direction.To) with
            {
                Peers = [new PeerAddress(Wire.PeerAddress.ToString(), 9)],
            },
            Long
        );

        await agent.BeginAsync();

        Assert.Equal(20, (await echo.MeasureAsync(20, TimeSpan.Zero)).Count);
        await agent.StopAsync();
    }

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static NetworkOrder Order(NetworkEffect effect, Direction direction) =>
        new()
        {
            Effect = effect,
            Direction = direction,
            Peers = [],
            Seed = 1,
        };
}
