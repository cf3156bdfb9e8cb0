using System.Text;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Probes.OpenAi;

/// <summary>What a model says, put together from its pieces.</summary>
internal sealed class ChatText
{
    private readonly StringBuilder _content = new();
    private readonly StringBuilder _toolCalls = new();

    /// <returns>Whether the message says anything; the first one of a stream often says only who speaks.</returns>
    public bool Append(ChatMessage message)
    {
        var before = _content.Length + _toolCalls.Length;
        _content.Append(message.Content);
        foreach (var call in message.ToolCalls ?? [])
            _toolCalls.Append(call.Function?.Name).Append(call.Function?.Arguments);
        return _content.Length + _toolCalls.Length > before || !string.IsNullOrEmpty(message.ReasoningContent);
    }

    public Prediction ToPrediction()
    {
        var content = new Tensor { Name = "content", Texts = [_content.ToString()] };
        return _toolCalls.Length == 0
            ? new Prediction([content])
            : new Prediction([content, new Tensor { Name = "tool_calls", Texts = [_toolCalls.ToString()] }]);
    }
}
