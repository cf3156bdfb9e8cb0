using CsCheck;
using ResilienceGate.Hosts;

namespace ResilienceGate.Tests.Hosts;

public sealed class CommandFreeWriterTests
{
    [Theory]
    [InlineData("::error::x", ": :error::x")]
    [InlineData("  ::set-output name=a::x", "  : :set-output name=a::x")]
    [InlineData("pod a::b is ready", "pod a::b is ready")]
    [InlineData("x ##[error]y", "x # #[error]y")]
    [InlineData("###[error]y", "## #[error]y")]
    [InlineData("x ##VSO[task.complete result=Succeeded;]", "x # #vso[task.complete result=Succeeded;]")]
    [InlineData("## a heading", "## a heading")]
    public void What_looks_like_a_command_is_broken_up(string line, string expected) =>
        Assert.Equal(expected, CommandFreeWriter.Disarm(line));

    [Fact]
    public void A_command_in_pieces_is_one_all_the_same()
    {
        using var output = new StringWriter();
        using (var log = new CommandFreeWriter(output))
        {
            log.Write(':');
            log.Write(":err");
            log.Write("or::x\n#");
            log.Write("#[group]y");
        }

        Assert.Equal(": :error::x\n# #[group]y", output.ToString());
    }

    [Fact]
    public void No_text_gets_a_command_through() =>
        Gen.String[Gen.Char["#:[]vso \n\r"], 0, 40]
            .Sample(text =>
            {
                using var output = new StringWriter();
                using (var log = new CommandFreeWriter(output))
                    log.Write(text);
                var written = output.ToString();
                Assert.DoesNotContain("##[", written, StringComparison.Ordinal);
                Assert.DoesNotContain("##vso[", written, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(
                    written.Split('\n', '\r'),
                    line => line.TrimStart().StartsWith("::", StringComparison.Ordinal)
                );
            });
}
