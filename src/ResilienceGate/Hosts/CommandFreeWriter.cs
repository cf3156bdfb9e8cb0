using System.Text;

namespace ResilienceGate.Hosts;

/// <summary>
/// Hosts look for commands in every line that a step prints: <c>::name::</c> at its start, <c>##[name]</c> and
/// <c>##vso[name]</c> anywhere. Names and messages come from plans and clusters, so a space breaks up whatever looks
/// like a command. Lines are passed on when they are complete.
/// </summary>
internal sealed class CommandFreeWriter(TextWriter inner) : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        lock (_gate)
        {
            // A carriage return alone also ends a line for the readers of some hosts.
            if (value is '\n' or '\r')
                EndLine(value);
            else
                _line.Append(value);
        }
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            foreach (var c in value ?? "")
                Write(c);
        }
    }

    public override void Flush() => inner.Flush();

    public static string Disarm(string line)
    {
        var text = line.Replace("##[", "# #[", StringComparison.Ordinal)
            .Replace("##vso[", "# #vso[", StringComparison.OrdinalIgnoreCase);
        var trimmed = text.TrimStart();
        return trimmed.StartsWith("::", StringComparison.Ordinal)
            ? string.Concat(text.AsSpan(0, text.Length - trimmed.Length), ": ", trimmed.AsSpan(1))
            : text;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                inner.Write(Disarm(_line.ToString()));
                _line.Clear();
            }
            inner.Flush();
        }
        base.Dispose(disposing);
    }

    private void EndLine(char end)
    {
        inner.Write(Disarm(_line.ToString()));
        inner.Write(end);
        _line.Clear();
    }
}
