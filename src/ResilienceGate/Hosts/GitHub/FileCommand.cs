using System.Text;

namespace ResilienceGate.Hosts.GitHub;

/// <summary>
/// Appends <c>name&lt;&lt;DELIMITER</c>, the value and the delimiter to the file behind GITHUB_OUTPUT or GITHUB_STATE.
/// The delimiter is drawn anew each time: a value that knew it could set outputs of its own.
/// </summary>
internal sealed class FileCommand(Func<Guid> newGuid)
{
    /// <summary>Returns when the bytes are on the disk: the clean-up relies on them after a kill.</summary>
    /// <exception cref="ArgumentException">The name or the value contains the delimiter, or the name a line break.</exception>
    public void Append(string path, string name, string value)
    {
        var delimiter = $"ghadelimiter_{newGuid()}";
        if (name.AsSpan().ContainsAny("\r\n<=") || name.Contains(delimiter, StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' cannot be the name of an output.", nameof(name));
        if (value.Contains(delimiter, StringComparison.Ordinal))
            throw new ArgumentException($"The value of '{name}' contains its delimiter.", nameof(value));

        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(Encoding.UTF8.GetBytes($"{name}<<{delimiter}\n{value}\n{delimiter}\n"));
        file.Flush(flushToDisk: true);
    }
}
