using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ResilienceGate.Recommender.Models;

/// <summary>
/// What the model <em>is</em>, in one line: SHA-256 over its tensors in ordinal order of their names, each as
/// name, NUL, <c>FP32</c>, NUL, shape (decimal, joined by commas), NUL, values (little-endian, row-major).
/// <para>
/// It is taken from memory, not from a file: two files may differ and hold the same weights, and a good file says
/// nothing about weights that were damaged after they were read.
/// </para>
/// </summary>
internal static class StateDigest
{
    /// <returns><c>sha256:</c> and 64 lower-case hexadecimal digits.</returns>
    public static string Of(IEnumerable<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            var shape = string.Join(',', tensor.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name}\0FP32\0{shape}\0"));
            AppendLittleEndian(hash, tensor.Values);
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendLittleEndian(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (!values.IsEmpty)
        {
            var chunk = values[..Math.Min(values.Length, buffer.Length / sizeof(float))];
            for (var i = 0; i < chunk.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(buffer[(i * sizeof(float))..], chunk[i]);
            hash.AppendData(buffer[..(chunk.Length * sizeof(float))]);
            values = values[chunk.Length..];
        }
    }
}
