using System.CommandLine;
using ResilienceGate.Recommender.Commands;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests.Commands;

public sealed class CommandTreeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("recommender-");
    private readonly StringWriter output = new();

    public void Dispose()
    {
        folder.Delete(recursive: true);
        output.Dispose();
    }

    [Fact]
    public async Task Train_and_digest_agree()
    {
        var path = Path.Combine(folder.FullName, "other.ckpt");

        Assert.Equal(0, await InvokeAsync("train", "--seed", "2", "--epochs", "2", "--out", path));
        var trained = output.ToString().Trim();
        output.GetStringBuilder().Clear();
        Assert.Equal(0, await InvokeAsync("digest", path));

        var digest = output.ToString().Trim();
        Assert.StartsWith("sha256:", digest, StringComparison.Ordinal);
        Assert.EndsWith($"seed 2, 2 epochs, {digest}", trained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_of_the_shipped_checkpoint_is_known()
    {
        await InvokeAsync("digest", ShippedModel.Path);

        Assert.Equal(ShippedModel.Digest, output.ToString().Trim());
    }

    [Theory]
    [InlineData("train")]
    [InlineData("train", "--out", "x", "--epochs", "0")]
    [InlineData("train", "--out", "x", "--seed", "-1")]
    [InlineData("digest")]
    [InlineData("sreve")]
    public void A_wrong_command_line_is_refused(params string[] arguments) =>
        Assert.NotEmpty(CommandTree.Build().Parse(arguments).Errors);

    [Fact]
    public async Task Help_explains_every_variable()
    {
        await InvokeAsync("--help");

        var help = output.ToString();
        Assert.All(
            EnvironmentVariables.All,
            variable => Assert.Contains($"{variable.Name} ", help, StringComparison.Ordinal)
        );
    }

    private Task<int> InvokeAsync(params string[] arguments) =>
        CommandTree
            .Build()
            .Parse(arguments)
            .InvokeAsync(
                new InvocationConfiguration { Output = output, Error = output },
                TestContext.Current.CancellationToken
            );
}
