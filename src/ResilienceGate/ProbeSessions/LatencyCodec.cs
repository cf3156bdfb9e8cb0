using HdrHistogram;
using HdrHistogram.Utilities;

namespace ResilienceGate.ProbeSessions;

/// <summary>Reads the histograms of the probe's records: HdrHistogram V2, compressed, base64.</summary>
internal static class LatencyCodec
{
    public static HistogramBase Decode(string text) =>
        HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(Convert.FromBase64String(text)), 0);
}
