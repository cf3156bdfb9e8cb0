using ResilienceGate.Agents.Faults.Network;
using ResilienceGate.Agents.Faults.Network.Filters;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Agents.Faults.Network;

public sealed class FilterScriptTests
{
    private static readonly DateTimeOffset Expires = new(2026, 1, 2, 3, 4, 5, 600, TimeSpan.FromHours(2));

    private static readonly PeerAddress[] Peers = [new("10.0.0.7", 6379), new("fd00::7", Port: null)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_rule_ends_by_the_clock_of_the_kernel_in_whole_seconds_of_utc(bool isV6) =>
        Assert.All(
            Lines(isV6).Where(l => l.StartsWith('-')),
            line => Assert.Contains("-m time --datestop 2026-01-02T01:04:06 -j ", line, StringComparison.Ordinal)
        );

    [Fact]
    public void Only_packets_of_the_peers_and_of_their_ports_are_singled_out()
    {
        Assert.Equal(
            [
                "-A RG-1-out -d 10.0.0.7 -p tcp --dport 6379 -m time --datestop 2026-01-02T01:04:06 -j OUT",
                "-A RG-1-out -d 10.0.0.7 -p udp --dport 6379 -m time --datestop 2026-01-02T01:04:06 -j OUT",
                "-A RG-1-in -s 10.0.0.7 -p tcp --sport 6379 -m time --datestop 2026-01-02T01:04:06 -j IN",
                "-A RG-1-in -s 10.0.0.7 -p udp --sport 6379 -m time --datestop 2026-01-02T01:04:06 -j IN",
            ],
            Lines(isV6: false)
                .Where(l =>
                    l.EndsWith(" -j OUT", StringComparison.Ordinal) || l.EndsWith(" -j IN", StringComparison.Ordinal)
                )
        );
        Assert.Equal(
            [
                "-A RG-1-out -d fd00::7 -m time --datestop 2026-01-02T01:04:06 -j OUT",
                "-A RG-1-in -s fd00::7 -m time --datestop 2026-01-02T01:04:06 -j IN",
            ],
            Lines(isV6: true)
                .Where(l =>
                    l.EndsWith(" -j OUT", StringComparison.Ordinal) || l.EndsWith(" -j IN", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void What_stays_within_the_pod_is_left_alone()
    {
        var jumps = Lines(isV6: false).Where(l => l.StartsWith("-I", StringComparison.Ordinal)).ToList();

        Assert.StartsWith("-I POSTROUTING ! -o lo ", jumps[0], StringComparison.Ordinal);
        Assert.StartsWith("-I PREROUTING ! -i lo ", jumps[1], StringComparison.Ordinal);
    }

    [Fact]
    public void All_of_a_fault_is_removed_and_nothing_of_anybody_else()
    {
        string[] listed =
        [
            "-P POSTROUTING ACCEPT",
            "-N RG-1-out",
            "-N RG-12-out",
            "-A POSTROUTING ! -o lo -m time --datestop 2026-01-02T01:04:06 -j RG-1-out",
            "-A POSTROUTING ! -o lo -j RG-12-out",
            "-A RG-1-out -j DROP",
        ];

        Assert.Equal(
            "*mangle\n-D POSTROUTING ! -o lo -m time --datestop 2026-01-02T01:04:06 -j RG-1-out\n-F RG-1-out\n-X RG-1-out\nCOMMIT\n",
            FilterScript.Remove("RG-1", listed)
        );
        Assert.Null(FilterScript.Remove("RG-2", listed));
    }

    [Fact]
    public void Faults_are_over_when_their_time_is()
    {
        string[] listed =
        [
            "-A POSTROUTING ! -o lo -m time --datestop 2026-01-02T01:04:06 -j RG-1-out",
            "-A PREROUTING ! -i lo -m time --datestop 2026-01-02T01:04:06 -j RG-1-in",
            "-A POSTROUTING ! -o lo -m time --datestop 2026-01-02T01:09:00 -j RG-2-out",
            "-A POSTROUTING -m time --datestop 2020-01-02T01:09:00 -j SOMEBODY-out",
        ];

        Assert.Equal(["RG-1"], FilterScript.Expired("RG-", listed, Expires + TimeSpan.FromSeconds(10)));
        Assert.Empty(FilterScript.Expired("RG-", listed, Expires));
    }

    [Fact]
    public void Names_are_asked_for_in_vain_or_their_answers_sent_to_the_agent()
    {
        var silence = Rules(new NetworkEffect.Dns(DnsAnswer.Silence), Direction.Both);
        var failure = Rules(new NetworkEffect.Dns(DnsAnswer.ServerFailure), Direction.Both);

        Assert.All(silence, rule => Assert.True(rule is { IsOutgoing: true, Target: PacketRules.Lose }));
        Assert.Contains(new PacketRule(IsOutgoing: false, IsV6: null, "-p udp --sport 53", "IN"), failure);
    }

    private static IReadOnlyList<PacketRule> Rules(NetworkEffect effect, Direction direction) =>
        PacketRules.For(
            new NetworkOrder
            {
                Effect = effect,
                Direction = direction,
                Peers = Peers,
                Seed = 1,
            },
            "OUT",
            "IN"
        );

    private static string[] Lines(bool isV6) =>
        FilterScript
            .Install("RG-1", Rules(new NetworkEffect.Loss(0.1), Direction.Both), isV6, Expires)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
