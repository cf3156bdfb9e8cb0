using System.Text;
using ResilienceGate.Plans;

namespace ResilienceGate.Tests.Plans;

public sealed class PlanFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plan-file-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_missing_plan_is_told_with_what_to_do() =>
        Assert.EndsWith(
            "does not exist; name the plan with --config, or write one (docs/plan.md has one to begin with)",
            Error("none.yaml"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_plan_of_another_extension_is_suggested()
    {
        Write("gate.yml", "");

        Assert.EndsWith(
            $"did you mean {Path.Combine(_folder.FullName, "gate.yml")}?",
            Error("gate.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_folder_is_no_plan() =>
        Assert.EndsWith(
            "is a directory; name the plan in it, such as resilience-gate.yaml",
            Error(""),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_plan_in_a_folder_that_does_not_exist_is_missing() =>
        Assert.Contains("does not exist", Error("no/such/plan.yaml"), StringComparison.Ordinal);

    [Fact]
    public void A_plan_that_is_no_UTF8_is_told_where()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "plan.yaml"), [.. "a: 1\nb: "u8, 0xE9, .. "\n"u8]);

        Assert.Contains(
            "plan.yaml:2:4: the byte 0xE9 is not UTF-8; save the file in that encoding",
            Error("plan.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_plan_in_UTF16_is_told_to_be_no_UTF8()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "plan.yaml"), "a: 1", Encoding.Unicode);

        Assert.Contains("plan.yaml:1:1: the byte 0xFF is not UTF-8", Error("plan.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_too_large_to_be_a_plan_is_not_read()
    {
        Write("plan.yaml", new string('#', (1 << 20) + 1));

        Assert.Contains("larger than 1 MiB", Error("plan.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public void An_impossible_name_is_told(string name) =>
        Assert.Single(Assert.Throws<PlanException>(() => PlanReader.Read(name)).Errors);

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_plan()
    {
        File.Copy(Path.Combine(Samples.Folder, "requests.jsonl"), Path.Combine(_folder.FullName, "requests.jsonl"));
        File.WriteAllText(Path.Combine(_folder.FullName, "plan.yaml"), Samples.Minimal, Encoding.UTF8);

        Assert.Equal("recommender", PlanReader.Read(Path.Combine(_folder.FullName, "plan.yaml")).Target.Name);
    }

    private string Error(string name) =>
        Assert
            .Single(Assert.Throws<PlanException>(() => PlanReader.Read(Path.Combine(_folder.FullName, name))).Errors)
            .ToString();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
