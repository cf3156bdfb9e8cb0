using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using ResilienceGate.Core.Judgement.Cases;

namespace ResilienceGate.Commands.Judging;

/// <summary>
/// Judges gates as JSON Lines: one verdict for each line, in the same order, as soon as it is there. Lines are judged on
/// all cores.
/// </summary>
internal sealed class JudgeBatch(TextReader input, TextWriter output, TextWriter errors)
{
    /// <summary>A sentence with a quote in it is still a sentence; nothing of this ends up in HTML.</summary>
    private static readonly JudgeJson Readable = new(
        new JsonSerializerOptions(JudgeJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    /// <summary>Lines that are read ahead: enough for every core, and little memory.</summary>
    private static readonly int Ahead = 8 * Environment.ProcessorCount;

    /// <param name="strict">Whether the first line that cannot be judged ends the batch.</param>
    public async Task<int> RunAsync(bool strict, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var verdicts = Channel.CreateBounded<Task<VerdictLine>>(Ahead);
        var reading = ReadAsync(verdicts.Writer, stop.Token);
        var exitCode = ExitCodes.Pass;
        await foreach (var judging in verdicts.Reader.ReadAllAsync(ct))
        {
            var verdict = await judging;
            await output.WriteLineAsync(JsonSerializer.Serialize(verdict, Readable.VerdictLine).AsMemory(), ct);
            if (verdict.Error is { } error)
            {
                await errors.WriteLineAsync($"error: line {verdict.Line}, column {error.Column}: {error.Message}");
                exitCode = ExitCodes.Invalid;
                if (strict)
                    break;
            }

            // Whoever waits for an answer before the next question gets it; a file is written in one go.
            if (!verdicts.Reader.TryPeek(out _))
                await output.FlushAsync(ct);
        }

        await stop.CancelAsync();
        await reading;
        await output.FlushAsync(ct);
        return exitCode;
    }

    private async Task ReadAsync(ChannelWriter<Task<VerdictLine>> verdicts, CancellationToken ct)
    {
        try
        {
            for (var number = 1L; await input.ReadLineAsync(ct) is { } line; number++)
            {
                var (text, at) = (line, number);
                if (!string.IsNullOrWhiteSpace(text))
                    await verdicts.WriteAsync(Task.Run(() => Judge(text, at), ct), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The rest is not asked for any more.
        }
        finally
        {
            verdicts.Complete();
        }
    }

    private static VerdictLine Judge(string text, long number)
    {
        string? id = null;
        try
        {
            var gate =
                JsonSerializer.Deserialize(text, JudgeJson.Default.GateLine)
                ?? throw new JsonException("A line is an object, and this one is null.");
            id = gate.Id;
            return VerdictLine.Of(number, id, CaseJudge.Run(GateLineReader.ToCase(gate)));
        }
        catch (JsonException e)
        {
            return new VerdictLine
            {
                Line = number,
                Id = id,
                Error = new ErrorLine((e.BytePositionInLine ?? 0) + 1, Message(e)),
            };
        }
    }

    /// <summary>In the words of the format, without the types of this program and the place, which is told beside it.</summary>
    private static string Message(JsonException e)
    {
        const string missing = "was missing required properties including: ";
        var at = e.Message.IndexOf(missing, StringComparison.Ordinal);
        if (at >= 0)
            return $"{e.Path ?? "the line"} lacks {e.Message[(at + missing.Length)..].TrimEnd('.')}.";

        if (e.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
            return $"{e.Path} holds a value of a kind that does not belong there.";

        var place = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return place < 0 ? e.Message : e.Message[..place];
    }
}
