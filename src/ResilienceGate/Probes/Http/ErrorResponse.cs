using System.Net;
using System.Text;

namespace ResilienceGate.Probes.Http;

/// <summary>A response with a status of failure, and what it says.</summary>
internal static class ErrorResponse
{
    private const int QuotedLength = 200;

    /// <returns>Null when the status is the one of success.</returns>
    public static Reply<T>? Read<T>(HttpStatusCode status, ReadOnlySpan<byte> body)
        where T : class =>
        HttpFailure.Classify(status) is { } outcome
            ? Reply.Failed<T>(outcome, $"HTTP {(int)status}: {Quote(body)}")
            : null;

    private static string Quote(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(body[..Math.Min(body.Length, QuotedLength)]).ReplaceLineEndings(" ");
}
