using System.Net;

namespace ResilienceGate.Probes.Http;

/// <summary>Says what a complete response means.</summary>
internal delegate Reply<T> ReplyReader<T>(HttpStatusCode status, ReadOnlySpan<byte> body)
    where T : class;
