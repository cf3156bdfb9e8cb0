using System.Text.Json;

namespace ResilienceGate.Probes.Json;

/// <summary>Why an answer cannot be read.</summary>
internal static class JsonProblem
{
    /// <summary>
    /// Says what a person should look for. Python's own writer sends <c>NaN</c> and <c>Infinity</c> as bare words, and so does
    /// TensorFlow Serving: such an answer is a broken model rather than a broken server.
    /// </summary>
    public static string Describe(ReadOnlySpan<byte> body, JsonException problem) =>
        body.IndexOf("NaN"u8) >= 0 || body.IndexOf("Infinity"u8) >= 0
            ? "a number is NaN or infinite, for which JSON has no word"
            : $"the answer is not valid JSON: {problem.Message}";
}
