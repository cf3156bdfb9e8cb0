using ResilienceGate.Recommender.Tests.Serving;

namespace ResilienceGate.Recommender.Tests.Commands;

/// <summary>What SIGTERM does to the process, with a request in flight.</summary>
public sealed class SignalTests
{
    [Fact]
    public async Task Graceful_finishes_the_request_and_exits_0()
    {
        var (program, address) = await RunningProgram.ServeAsync("graceful");
        using var _ = program;
        using var request = await HalfSentRequest.SendAsync(address);

        await program.SignalAsync("TERM");
        await program.WaitForOutputAsync("not ready from now on");

        Assert.Equal("HTTP/1.1 200 OK", await request.FinishAsync());
        Assert.Equal(0, (await program.ExitAsync()).ExitCode);
    }

    [Fact]
    public async Task Abrupt_cuts_the_request_off_and_exits_143()
    {
        var (program, address) = await RunningProgram.ServeAsync("abrupt");
        using var _ = program;
        using var request = await HalfSentRequest.SendAsync(address);

        await program.SignalAsync("TERM");

        Assert.Equal("", await request.ReadStatusAsync());
        Assert.Equal(143, (await program.ExitAsync()).ExitCode);
    }

    [Fact]
    public async Task Ignore_serves_on_until_it_is_killed()
    {
        var (program, address) = await RunningProgram.ServeAsync("ignore");
        using var _ = program;
        using var request = await HalfSentRequest.SendAsync(address);

        await program.SignalAsync("TERM");
        await program.WaitForOutputAsync("SIGTERM ignored");

        Assert.Equal("HTTP/1.1 200 OK", await request.FinishAsync());
        await program.SignalAsync("KILL");
        Assert.Equal(137, (await program.ExitAsync()).ExitCode);
    }
}
