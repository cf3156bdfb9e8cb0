using System.Buffers;

namespace ResilienceGate.Probes.Http;

/// <summary>The body of a response, in a buffer that is lent.</summary>
internal readonly struct HttpBody : IDisposable
{
    /// <summary>What a larger response holds is no prediction.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const int UsualLength = 4096;

    private readonly byte[] _buffer;
    private readonly int _length;

    private HttpBody(byte[] buffer, int length, bool isTooLarge)
    {
        _buffer = buffer;
        _length = length;
        IsTooLarge = isTooLarge;
    }

    public bool IsTooLarge { get; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <exception cref="IOException">The connection broke before the end of the body.</exception>
    public static async ValueTask<HttpBody> ReadAsync(HttpContent content, CancellationToken ct)
    {
        var announced = content.Headers.ContentLength;
        if (announced > MaxLength)
            return new HttpBody([], 0, isTooLarge: true);

        var buffer = ArrayPool<byte>.Shared.Rent((int)(announced ?? UsualLength));
        var length = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(ct);
            while (length != announced)
            {
                if (length == buffer.Length)
                {
                    if (length >= MaxLength)
                        return Take(isTooLarge: true);
                    buffer = Grow(buffer, length);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), ct);
                if (read == 0)
                    break;
                length += read;
            }

            return Take(isTooLarge: false);
        }
        finally
        {
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }

        // Passes the buffer on to the body, which returns it.
        HttpBody Take(bool isTooLarge)
        {
            var body = new HttpBody(buffer, length, isTooLarge);
            buffer = [];
            return body;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * length);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
