namespace ResilienceGate.Tests.Probes.OpenAi;

/// <summary>Events as servers of chat completions send them.</summary>
internal static class ChatEvents
{
    public const string Role =
        """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":null}""";
    public const string Hello =
        """data: {"system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""";
    public const string World = """data: {"choices":[{"index":0,"delta":{"content":"lo, café"}}]}""";
    public const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    public const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}""";
    public const string Done = "data: [DONE]";

    public static readonly string[] Whole = [Role, Hello, World, Stop, Usage, Done];
}
