using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Probes;

/// <summary>
/// Reads requests from JSON Lines. A line is the body of a request as the protocol has it, or
/// <c>{"id": ..., "input": {body}, "expected": {answer as the protocol has it}}</c>, where <c>id</c> and <c>expected</c>
/// are optional. Blank lines and lines that begin with <c>#</c> or <c>//</c> are passed over.
/// </summary>
internal static class RequestsFile
{
    private static readonly JsonDocumentOptions KeysOnce = new() { AllowDuplicateProperties = false };

    /// <exception cref="RequestsFileException">The file cannot be read, or a line of it is wrong.</exception>
    public static IReadOnlyList<ProbeRequest> Read(string path, IProbeProtocol protocol)
    {
        try
        {
            return Parse(path, File.ReadLines(path), protocol);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestsFileException(path, 0, $"the requests file cannot be read: {e.Message}");
        }
    }

    /// <param name="file">Name for messages.</param>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<ProbeRequest> Parse(string file, IEnumerable<string> lines, IProbeProtocol protocol)
    {
        var requests = new List<ProbeRequest>();
        var ids = new Dictionary<string, int>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var text = line.AsSpan().Trim();
            if (text.IsEmpty || text.StartsWith("#") || text.StartsWith("//"))
                continue;
            var request = new Place(file, number).Parse(line, protocol);
            if (!ids.TryAdd(request.Id, number))
                throw new RequestsFileException(
                    file,
                    number,
                    $"the id '{request.Id}' is taken by line {ids[request.Id]}; ids are unique within a file"
                );
            requests.Add(request);
        }

        return requests.Count > 0
            ? requests
            : throw new RequestsFileException(file, 0, "no request in it; write one JSON object a line");
    }

    private readonly record struct Place(string File, int Line)
    {
        public ProbeRequest Parse(string line, IProbeProtocol protocol)
        {
            var entry = ParseObject(line);
            var wrapped = entry.ContainsKey("input");
            if (wrapped)
                RefuseUnknownKeys(entry);
            var body = wrapped ? Member(entry, "input") : entry;
            if (protocol.FindProblem(body) is { } problem)
                throw Wrong(problem);
            // A node has one parent: what is kept is taken out of the line it came in.
            return new ProbeRequest(Id(entry), body.DeepClone().AsObject(), Expected(entry, wrapped, protocol));
        }

        private JsonObject ParseObject(string line)
        {
            try
            {
                return JsonNode.Parse(line, documentOptions: KeysOnce) as JsonObject
                    ?? throw Wrong("not a JSON object; write one request a line, in braces");
            }
            catch (JsonException e)
            {
                throw new RequestsFileException(
                    File,
                    Line,
                    $"not valid JSON ({What(e)}); write one request a line",
                    Column(line, e)
                );
            }
        }

        /// <summary>Without the position in bytes, and the number of a line that is always the first.</summary>
        private static string What(JsonException e)
        {
            var position = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            return (position < 0 ? e.Message : e.Message[..position]).TrimEnd('.');
        }

        private static int Column(string line, JsonException e)
        {
            var text = Encoding.UTF8.GetBytes(line);
            var before = (int)Math.Min(e.BytePositionInLine ?? 0, text.Length);
            return Encoding.UTF8.GetCharCount(text, 0, before) + 1;
        }

        private void RefuseUnknownKeys(JsonObject entry)
        {
            foreach (var (key, _) in entry)
            {
                if (key is not ("id" or "input" or "expected"))
                    throw Wrong($"'{key}' is not known beside 'input'; the keys are 'id', 'input' and 'expected'");
            }
        }

        private JsonObject Member(JsonObject entry, string key) =>
            entry[key] as JsonObject ?? throw Wrong($"'{key}' is not an object; write it in the protocol's own form");

        private string Id(JsonObject entry) =>
            entry["id"] switch
            {
                null => string.Create(CultureInfo.InvariantCulture, $"line-{Line}"),
                JsonValue value when value.TryGetValue<string>(out var id) && id.Length > 0 => id,
                _ => throw Wrong("'id' is not a text; write it in quotes, or leave it out"),
            };

        private Prediction? Expected(JsonObject entry, bool wrapped, IProbeProtocol protocol)
        {
            if (!wrapped || !entry.ContainsKey("expected"))
                return null;
            var reply = protocol.ReadAnswer(
                entry["expected"] ?? throw Wrong("'expected' is null; write the answer in the protocol's own form")
            );
            return reply.Value?.Prediction
                ?? throw Wrong($"'expected' is not an answer of {protocol.Name}: {reply.Problem}");
        }

        private RequestsFileException Wrong(string problem) => new(File, Line, problem);
    }
}
