using System.Text;
using System.Text.Unicode;

namespace ResilienceGate.Plans.Yaml;

/// <summary>The text of a plan's file, or why it cannot be had.</summary>
internal static class PlanText
{
    /// <summary>Bytes. The longest sensible plan has a hundredth of it; more is a file that was named by mistake.</summary>
    private const int MaxSize = 1 << 20;

    /// <exception cref="PlanException">The file is missing, unreadable, too large or not UTF-8.</exception>
    public static string Read(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw Wrong("(no name)", Position.Start, "the name of the plan is empty; name its file with --config");
        if (Directory.Exists(path))
            throw Wrong(
                path,
                Position.Start,
                "the plan is a directory; name the plan in it, such as resilience-gate.yaml"
            );
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxSize + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxSize
                ? Decode(path, bytes.AsSpan(0, length))
                : throw Wrong(
                    path,
                    Position.Start,
                    "the plan is larger than 1 MiB, which no plan is; check the file's name"
                );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Wrong(path, Position.Start, $"the plan does not exist; {Elsewhere(path)}");
        }
        catch (UnauthorizedAccessException)
        {
            throw Wrong(path, Position.Start, "the plan may not be read by this user; check the file's permissions");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw Wrong(path, Position.Start, $"the plan cannot be read ({e.Message}); check the file and its name");
        }
    }

    private static string Decode(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        var text = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, text, out var valid, out var length, replaceInvalidSequences: false);
        if (status is System.Buffers.OperationStatus.Done)
            return new string(text, 0, length);
        var before = text.AsSpan(0, length);
        var at = new Position(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
        throw Wrong(path, at, $"the byte 0x{bytes[valid]:X2} is not UTF-8; save the file in that encoding");
    }

    private static string Elsewhere(string path)
    {
        var other = Path.ChangeExtension(path, Path.GetExtension(path) == ".yml" ? ".yaml" : ".yml");
        return File.Exists(other)
            ? $"did you mean {other}?"
            : "name the plan with --config, or write one (docs/plan.md has one to begin with)";
    }

    private static PlanException Wrong(string path, Position at, string message) =>
        new([new PlanError(path, at.Line, at.Column, message)]);
}
