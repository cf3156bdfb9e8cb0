using System.Text;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Nodes.Logs;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Logs;

public sealed class ContainerLogTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_follower_gets_what_was_written_before_and_after_and_ends_with_the_container()
    {
        var log = new ContainerLog(_file, _clock);
        log.Append(LogStream.Stdout, "one", endsLine: true);
        var reader = log.ReadAsync(follow: true, Token).GetAsyncEnumerator(Token);
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("one", reader.Current.Text);

        var next = reader.MoveNextAsync();
        Assert.False(next.IsCompleted);
        log.Append(LogStream.Stderr, "two", endsLine: true);
        Assert.True(await next);
        Assert.Equal(("two", LogStream.Stderr), (reader.Current.Text, reader.Current.Stream));

        log.Dispose();
        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Each_line_has_the_time_at_which_it_was_written()
    {
        using var log = new ContainerLog(_file, _clock);
        log.Append(LogStream.Stdout, "one", endsLine: true);
        _clock.Advance(TimeSpan.FromMilliseconds(1500));
        log.Append(LogStream.Stdout, "two", endsLine: true);
        var entries = await log.ReadAsync(follow: false, Token).ToListAsync(Token);
        Assert.Equal(
            ["2026-01-02T03:04:05.000000000Z", "2026-01-02T03:04:06.500000000Z"],
            entries.Select(entry => entry.Timestamp)
        );
    }

    [Theory]
    [InlineData("a\nb\n", "a+ b+")]
    [InlineData("a\n\nb", "a+ + b-")]
    [InlineData("carriage\rreturn\n", "carriage\rreturn+")]
    [InlineData("", "")]
    public async Task Output_is_cut_at_newlines_alone(string output, string expected)
    {
        using var log = new ContainerLog(_file, _clock);
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(output));
        await new LogPump(log, LogStream.Stdout, new OutputTap()).RunAsync(source, Token);
        var entries = await log.ReadAsync(follow: false, Token).ToListAsync(Token);
        Assert.Equal(expected, string.Join(' ', entries.Select(e => e.Text + (e.EndsLine ? "+" : "-"))));
    }

    [Fact]
    public async Task A_line_longer_than_an_entry_is_continued_in_the_next()
    {
        using var log = new ContainerLog(_file, _clock);
        var line = new string('x', 40_000);
        using var source = new MemoryStream(Encoding.UTF8.GetBytes($"{line}\n"));
        await new LogPump(log, LogStream.Stdout, new OutputTap()).RunAsync(source, Token);
        var entries = await log.ReadAsync(follow: false, Token).ToListAsync(Token);
        Assert.Equal([false, false, true], entries.Select(entry => entry.EndsLine));
        Assert.Equal(line, string.Concat(entries.Select(entry => entry.Text)));
    }

    [Fact]
    public async Task Whoever_is_attached_gets_the_bytes_as_they_come()
    {
        using var log = new ContainerLog(_file, _clock);
        var tap = new OutputTap();
        await using var attached = tap.Attach(Token);
        using var source = new MemoryStream("a prompt> "u8.ToArray());
        await new LogPump(log, LogStream.Stdout, tap).RunAsync(source, Token);
        using var reader = new StreamReader(attached);
        Assert.Equal("a prompt> ", await reader.ReadToEndAsync(Token));
    }
}
