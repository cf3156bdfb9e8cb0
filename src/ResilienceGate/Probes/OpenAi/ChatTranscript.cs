using System.Text;
using System.Text.Json;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes.OpenAi;

/// <summary>Puts an answer together from its events, and says whether it is whole.</summary>
/// <remarks>
/// Servers that die end a stream as if it were complete, and servers that abort may still send <c>[DONE]</c>. So an answer is
/// whole only with a reason to finish, without an error, and with <c>[DONE]</c>.
/// </remarks>
/// <param name="sent">Timestamp of <paramref name="time"/> at which the request went out.</param>
internal sealed class ChatTranscript(TimeProvider time, long sent)
{
    private readonly ChatText _text = new();
    private readonly List<TimeSpan> _gaps = [];
    private TimeSpan? _firstToken;
    private TimeSpan _lastToken;
    private string? _finishReason;
    private string? _version;
    private string? _error;
    private int? _tokens;
    private bool _isDone;

    /// <param name="kind">What the event calls itself, <c>message</c> where it does not.</param>
    /// <returns>There is nothing more to wait for.</returns>
    /// <exception cref="JsonException">It is no event of a chat.</exception>
    public bool Take(string kind, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
            _isDone = true;
        else if (kind == "error")
            _error ??= Encoding.UTF8.GetString(data);
        else
            Take(Parse(data));
        return _isDone || _error is not null;
    }

    public Reply<Answer> Complete()
    {
        if (_error is not null)
            return Reply.Failed<Answer>(Outcome.ServerError, $"an error within the answer: {_error}");
        if (_finishReason is null)
            return Reply.Failed<Answer>(Outcome.Truncated, "the answer ended without a finish_reason");
        if (_finishReason is not ("stop" or "length" or "tool_calls" or "function_call" or "content_filter"))
            return Reply.Failed<Answer>(Outcome.Truncated, $"the answer was given up: finish_reason '{_finishReason}'");
        if (!_isDone)
            return Reply.Failed<Answer>(Outcome.Truncated, "the answer ended without [DONE]");
        if (_tokens < 0 || _tokens == 0 && _firstToken is not null)
            return Reply.Failed<Answer>(
                Outcome.Malformed,
                $"the usage counts {_tokens} tokens for an answer that has some"
            );
        var timing = _firstToken is { } first
            ? new StreamTiming(first, time.GetElapsedTime(sent), _gaps, _tokens)
            : null;
        return Reply.Answered(new Answer(_text.ToPrediction(), _version, timing));
    }

    private static ChatChunk Parse(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, ChatJson.Default.ChatChunk) ?? throw new JsonException("an event is null");

    private void Take(ChatChunk chunk)
    {
        if (chunk.Error is { ValueKind: not JsonValueKind.Null } error)
            _error ??= error.ToString();
        _version ??= chunk.SystemFingerprint;
        _tokens = chunk.Usage?.CompletionTokens ?? _tokens;
        // The event with the usage has no choices.
        if (chunk.Choices is not [var choice, ..])
            return;
        _finishReason = choice.FinishReason ?? _finishReason;
        if (choice.Delta is { } delta && _text.Append(delta))
            Time();
    }

    private void Time()
    {
        var now = time.GetElapsedTime(sent);
        if (_firstToken is null)
            _firstToken = now;
        else
            _gaps.Add(now - _lastToken);
        _lastToken = now;
    }
}
