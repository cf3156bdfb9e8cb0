using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Commands;

public sealed class ProgramTests
{
    [Fact]
    public async Task A_wrong_variable_is_a_usage_error_without_a_stack_trace()
    {
        using var program = RunningProgram.Start([], ("LOAD_TIME", "5"));

        var (exitCode, error) = await program.ExitAsync();

        Assert.Equal(2, exitCode);
        Assert.Equal(
            "error: LOAD_TIME=5 is wrong; it may be: 0, or a duration such as 5s, 250ms, 1m30s, up to 24h",
            error.Trim()
        );
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_a_failure_without_a_stack_trace()
    {
        var path = Path.GetTempFileName();
        using var program = RunningProgram.Start([], ("LISTEN", "127.0.0.1:0"), ("CHECKPOINT", path));

        var (exitCode, error) = await program.ExitAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"error: {path}: not a checkpoint of this program: its first 8 bytes are not RGCKPT, CR, LF",
            error.Trim()
        );
        File.Delete(path);
    }

    [Fact]
    public async Task An_address_that_cannot_be_bound_is_a_failure_without_a_stack_trace()
    {
        // 192.0.2.0/24 is reserved for documentation: no machine has it.
        using var program = RunningProgram.Start([], ("LISTEN", "192.0.2.1:8080"));

        var (exitCode, error) = await program.ExitAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void The_readme_of_the_sample_explains_every_variable()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sample", "README.md"));

        Assert.All(
            EnvironmentVariables.All,
            variable => Assert.Contains($"| `{variable.Name}` |", readme, StringComparison.Ordinal)
        );
    }
}
