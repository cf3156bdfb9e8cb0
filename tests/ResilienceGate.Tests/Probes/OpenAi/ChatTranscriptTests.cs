using System.Text;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Probes.OpenAi;

namespace ResilienceGate.Tests.Probes.OpenAi;

public sealed class ChatTranscriptTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Times_count_from_the_first_piece_that_says_something()
    {
        var transcript = new ChatTranscript(_time, _time.GetTimestamp());

        Take(transcript, 100, ChatEvents.Role);
        Take(transcript, 200, ChatEvents.Hello);
        Take(transcript, 50, ChatEvents.World);
        Take(transcript, 900, ChatEvents.World);
        Take(transcript, 50, ChatEvents.Stop, ChatEvents.Usage, ChatEvents.Done);

        var timing = transcript.Complete().Value?.Stream;
        Assert.Equal(TimeSpan.FromMilliseconds(300), timing?.FirstToken);
        Assert.Equal([TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(900)], timing?.Gaps ?? []);
        Assert.Equal(TimeSpan.FromMilliseconds(1300), timing?.Total);
        // (1300 - 300) / (5 - 1), by the tokens that the server counts in three pieces.
        Assert.Equal(TimeSpan.FromMilliseconds(250), timing?.PerToken);
    }

    [Fact]
    public void What_a_model_thinks_is_a_sign_of_life_and_no_answer()
    {
        var transcript = new ChatTranscript(_time, _time.GetTimestamp());

        Take(transcript, 10, """data: {"choices":[{"delta":{"reasoning_content":"Hm"}}]}""");
        Take(transcript, 90, ChatEvents.Hello, ChatEvents.Stop, ChatEvents.Done);

        var answer = transcript.Complete().Value;
        Assert.Equal(TimeSpan.FromMilliseconds(10), answer?.Stream?.FirstToken);
        Assert.Equal(["Hel"], answer?.Prediction.Outputs[0].Texts);
    }

    [Fact]
    public void An_empty_answer_has_no_first_token()
    {
        var transcript = new ChatTranscript(_time, _time.GetTimestamp());

        Take(transcript, 10, ChatEvents.Role, ChatEvents.Stop, ChatEvents.Done);

        Assert.Equal([""], transcript.Complete().Value?.Prediction.Outputs[0].Texts);
        Assert.Null(transcript.Complete().Value?.Stream);
    }

    [Fact]
    public void Where_the_server_counts_no_tokens_the_time_of_one_is_not_known()
    {
        var transcript = new ChatTranscript(_time, _time.GetTimestamp());

        Take(transcript, 10, ChatEvents.Hello, ChatEvents.Stop, ChatEvents.Done);

        var timing = transcript.Complete().Value?.Stream;
        Assert.NotNull(timing);
        Assert.Null(timing.PerToken);
    }

    private void Take(ChatTranscript transcript, int afterMilliseconds, params string[] events)
    {
        _time.Advance(TimeSpan.FromMilliseconds(afterMilliseconds));
        foreach (var text in events)
            transcript.Take("message", Encoding.UTF8.GetBytes(text["data: ".Length..]));
    }
}
