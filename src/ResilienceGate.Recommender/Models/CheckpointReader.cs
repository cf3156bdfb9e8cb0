using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ResilienceGate.Recommender.Models;

/// <summary>Reads the <see cref="CheckpointFormat"/>.</summary>
internal static class CheckpointReader
{
    /// <exception cref="CheckpointException">The file cannot be read, is damaged, or is of another kind.</exception>
    public static async Task<FactorModel> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return Parse(await File.ReadAllBytesAsync(path, ct));
        }
        catch (CheckpointException e)
        {
            throw new CheckpointException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static FactorModel Parse(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(CheckpointFormat.Magic))
            throw new CheckpointException("not a checkpoint of this program: its first 8 bytes are not RGCKPT, CR, LF");

        var bodyLength = bytes.Length - CheckpointFormat.ChecksumLength;
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, Math.Max(0, bodyLength), writable: false));
        try
        {
            reader.BaseStream.Position = CheckpointFormat.Magic.Length;
            RefuseOtherVersions(reader);
            RefuseDamage(bytes, bodyLength);
            var tensors = ReadTensors(reader);
            return reader.BaseStream.Position == bodyLength
                ? FactorModel.Create(tensors)
                : throw new CheckpointException("values are left over after the last tensor");
        }
        catch (EndOfStreamException e)
        {
            throw new CheckpointException("truncated: it ends before its last tensor; copy or train it again", e);
        }
    }

    private static void RefuseOtherVersions(BinaryReader reader)
    {
        var version = reader.ReadUInt32();
        if (version is not CheckpointFormat.Version)
            throw new CheckpointException(
                $"its format is version {version}; this program reads version {CheckpointFormat.Version}"
            );
    }

    private static void RefuseDamage(byte[] bytes, int bodyLength)
    {
        var actual = SHA256.HashData(bytes.AsSpan(0, bodyLength));
        if (!bytes.AsSpan(bodyLength).SequenceEqual(actual))
            throw new CheckpointException(
                "damaged: its SHA-256 does not match its bytes (cut short, or changed); copy or train it again"
            );
    }

    private static ImmutableArray<Tensor> ReadTensors(BinaryReader reader)
    {
        var entries = new List<(string Name, ImmutableArray<int> Shape)>();
        for (var remaining = reader.ReadUInt32(); remaining > 0; remaining--)
            entries.Add(ReadEntry(reader));
        return [.. entries.Select(entry => new Tensor(entry.Name, entry.Shape, ReadValues(reader, entry.Shape)))];
    }

    private static (string Name, ImmutableArray<int> Shape) ReadEntry(BinaryReader reader)
    {
        var name = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadUInt16()));
        var type = reader.ReadByte();
        if (type is not CheckpointFormat.Fp32)
            throw new CheckpointException($"tensor {name} is of type {type}; this program reads FP32 (1) only");

        var shape = new int[reader.ReadByte()];
        foreach (ref var dimension in shape.AsSpan())
            dimension = reader.ReadInt32();
        return (name, [.. shape]);
    }

    private static float[] ReadValues(BinaryReader reader, ImmutableArray<int> shape)
    {
        // Checked against what is left before it is allocated: a table can promise more than the file holds.
        var left = (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(float);
        var size = 1L;
        foreach (var dimension in shape)
        {
            size *= dimension;
            if (dimension < 0 || size > left)
                throw new EndOfStreamException();
        }

        var values = new float[size];
        foreach (ref var value in values.AsSpan())
            value = reader.ReadSingle();
        return values;
    }
}
