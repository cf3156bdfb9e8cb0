using CsCheck;
using ResilienceGate.Agents.Faults.Network.Shaping;

namespace ResilienceGate.Tests.Agents.Faults.Network;

public sealed class ShapingTests
{
    /// <summary>Pauses between packets, in microseconds, and their lengths.</summary>
    private static readonly Gen<(int Pause, int Length)[]> Packets = Gen.Select(
        Gen.Int[0, 20_000],
        Gen.Int[40, 1500]
    ).Array[1, 400];

    [Fact]
    public void No_packet_overtakes_another_however_much_the_delay_strays() =>
        Gen.Select(Packets, Gen.Int[1, 500], Gen.Int[0, 100], Gen.Int)
            .Sample(
                (packets, delay, percent, seed) =>
                {
                    var mean = TimeSpan.FromMilliseconds(delay);
                    var policy = new DelayPolicy(mean, new JitterCurve(mean * percent / 100, new Random(seed)));
                    var before = TimeSpan.Zero;
                    foreach (var (now, fate) in Decided(policy, packets))
                    {
                        Assert.True(fate.At >= before, "overtaken");
                        Assert.InRange(fate.At - now, TimeSpan.Zero, 2 * mean);
                        before = fate.At;
                    }
                }
            );

    [Fact]
    public void Jitter_is_even_over_its_range_around_the_mean()
    {
        var policy = new DelayPolicy(
            TimeSpan.FromMilliseconds(100),
            new JitterCurve(TimeSpan.FromMilliseconds(40), new Random(1))
        );

        var delays = Decided(policy, [.. Enumerable.Repeat((5_000, 100), 100_000)])
            .Select(d => (d.Fate.At - d.Now).TotalMilliseconds)
            .ToList();

        var mean = delays.Average();
        Assert.InRange(mean, 98, 102);
        // Of an even spread: 40/√3.
        Assert.InRange(Math.Sqrt(delays.Average(d => (d - mean) * (d - mean))), 22.4, 23.8);
        Assert.InRange(delays.Min(), 60, 61);
        Assert.InRange(delays.Max(), 139, 140);
    }

    [Fact]
    public void Without_jitter_the_delay_is_the_same_for_all()
    {
        var policy = new DelayPolicy(TimeSpan.FromMilliseconds(7), new JitterCurve(TimeSpan.Zero, new Random(1)));

        Assert.All(
            Decided(policy, [.. Enumerable.Repeat((123, 100), 50)]),
            d => Assert.Equal(TimeSpan.FromMilliseconds(7), d.Fate.At - d.Now)
        );
    }

    [Fact]
    public void A_narrow_link_never_carries_more_than_its_rate_and_one_bucket() =>
        Gen.Select(Packets, Gen.Int[10_000, 10_000_000])
            .Sample(
                (packets, rate) =>
                {
                    var passed = Decided(new BandwidthPolicy(rate), packets)
                        .Zip(packets, (d, p) => (d.Fate, p.Length))
                        .Where(p => p.Fate.Kind is FateKind.Passed)
                        .ToList();
                    for (var first = 0; first < passed.Count; first++)
                    {
                        var bytes = 0L;
                        for (var last = first; last < passed.Count; last++)
                        {
                            bytes += passed[last].Length;
                            var span = (passed[last].Fate.At - passed[first].Fate.At).TotalSeconds;
                            // Times are in ticks of 100 ns: a little of a byte.
                            var most = (rate * (span + 1e-6)) + Math.Max(1500, BandwidthPolicy.BucketOf(rate)) + 1;
                            Assert.True(bytes <= most, $"{bytes} bytes in {span} s at {rate} B/s");
                        }
                    }
                },
                iter: 50
            );

    [Fact]
    public void A_narrow_link_that_is_always_busy_carries_its_rate()
    {
        var passed = Decided(new BandwidthPolicy(125_000), [.. Enumerable.Repeat((1_000, 1000), 20_000)])
            .Where(d => d.Fate.Kind is FateKind.Passed)
            .ToList();

        // One packet of 1000 bytes each 8 ms.
        Assert.InRange(passed.Count / passed[^1].Fate.At.TotalSeconds, 124, 126.5);
    }

    [Fact]
    public void What_would_wait_too_long_for_a_narrow_link_is_lost() =>
        Packets.Sample(packets =>
            Assert.All(
                Decided(new BandwidthPolicy(20_000), packets),
                d => Assert.True(d.Fate.Kind is FateKind.Dropped || d.Fate.At - d.Now <= BandwidthPolicy.LongestWait)
            )
        );

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void The_share_that_is_asked_for_is_lost_and_the_rest_passes_at_once(double share)
    {
        const int count = 100_000;
        var decided = Decided(new LossPolicy(share, new Random(3)), [.. Enumerable.Repeat((10, 100), count)]);

        var dropped = decided.Count(d => d.Fate.Kind is FateKind.Dropped);
        // Five standard deviations.
        var stray = 5 * Math.Sqrt(count * share * (1 - share));
        Assert.InRange(dropped, (count * share) - stray, (count * share) + stray);
        Assert.All(decided.Where(d => d.Fate.Kind is FateKind.Passed), d => Assert.Equal(d.Now, d.Fate.At));
    }

    [Fact]
    public void Damage_is_one_bit_behind_the_header() =>
        Gen.Select(Gen.Byte.Array[40, 200], Gen.Int)
            .Sample(
                (packet, seed) =>
                {
                    packet[0] = 0x45;
                    var damaged = packet.ToArray();
                    var fate = new CorruptPolicy(1, new Random(seed)).Decide(TimeSpan.Zero, packet.Length, damaged);

                    Assert.Equal(Fate.Changed(packet.Length), fate);
                    Assert.Equal(packet[..20], damaged[..20]);
                    Assert.Equal(1, packet.Zip(damaged, (a, b) => int.PopCount(a ^ b)).Sum());
                }
            );

    private static List<(TimeSpan Now, Fate Fate)> Decided(IPacketPolicy policy, (int Pause, int Length)[] packets)
    {
        var now = TimeSpan.Zero;
        var decided = new List<(TimeSpan, Fate)>(packets.Length);
        foreach (var (pause, length) in packets)
        {
            now += TimeSpan.FromMicroseconds(pause);
            decided.Add((now, policy.Decide(now, length, [])));
        }
        return decided;
    }
}
