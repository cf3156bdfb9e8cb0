using System.Diagnostics;

namespace ResilienceGate.Tests.Commands;

/// <summary>The program itself: what it says and how it ends when it is called wrongly.</summary>
public sealed class UsageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--namspace x", "'--namspace'", "See `resilience-gate --help`.")]
    [InlineData("frobnicate", "'frobnicate'", "See `resilience-gate --help`.")]
    [InlineData("frobnicate --help", "'frobnicate'", "See `resilience-gate --help`.")]
    [InlineData("cluster sideways --help", "'sideways'", "See `resilience-gate cluster --help`.")]
    [InlineData("plan --report-dir r", "'--report-dir'", "See `resilience-gate plan --help`.")]
    [InlineData("run -n kube-system", "belongs to the cluster itself", "See `resilience-gate run --help`.")]
    [InlineData("run --update-baseline sometimes", "'sometimes'", "See `resilience-gate run --help`.")]
    [InlineData("rollback --run", "--run", "See `resilience-gate rollback --help`.")]
    [InlineData("rollback -n No_Pe", "No_Pe", "See `resilience-gate rollback --help`.")]
    [InlineData("cluster up --nodes many", "'many'", "See `resilience-gate cluster up --help`.")]
    [InlineData("cluster up --nodes 0", "--nodes", "See `resilience-gate cluster up --help`.")]
    public async Task Wrong_usage_exits_with_2_and_says_what_and_where_help_is(
        string arguments,
        string mistake,
        string help
    )
    {
        var (code, error) = await RunAsync(arguments);

        Assert.Equal(ExitCodes.Invalid, code);
        var lines = error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("error: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(mistake, error, StringComparison.Ordinal);
        Assert.Equal(help, lines[^1]);
    }

    private static async Task<(int Code, string Error)> RunAsync(string arguments)
    {
        using var process =
            Process.Start(
                new ProcessStartInfo("dotnet", $"{typeof(ExitCodes).Assembly.Location} {arguments}")
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            ) ?? throw new InvalidOperationException("The program did not start.");
        var error = await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, error);
    }
}
