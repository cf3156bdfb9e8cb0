using System.Security.Cryptography;
using System.Text;

namespace ResilienceGate.Recommender.Models;

/// <summary>Writes a model in the <see cref="CheckpointFormat"/>: the same model gives the same bytes.</summary>
internal static class CheckpointWriter
{
    /// <summary>
    /// Writes a neighbouring file, flushes it to the disk, and renames it: whoever reads <paramref name="path"/> finds
    /// the old checkpoint or the new one, never a part, whenever this process dies.
    /// </summary>
    public static async Task WriteAsync(FactorModel model, string path, CancellationToken ct)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(Serialise(model), ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    public static byte[] Serialise(FactorModel model)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(CheckpointFormat.Magic);
        writer.Write(CheckpointFormat.Version);
        writer.Write((uint)model.Tensors.Length);
        foreach (var tensor in model.Tensors)
            WriteEntry(writer, tensor);
        foreach (var value in model.Tensors.SelectMany(tensor => tensor.Values))
            writer.Write(value);

        writer.Flush();
        writer.Write(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
        writer.Flush();
        return buffer.ToArray();
    }

    private static void WriteEntry(BinaryWriter writer, Tensor tensor)
    {
        var name = Encoding.UTF8.GetBytes(tensor.Name);
        writer.Write((ushort)name.Length);
        writer.Write(name);
        writer.Write(CheckpointFormat.Fp32);
        writer.Write((byte)tensor.Shape.Length);
        foreach (var dimension in tensor.Shape)
            writer.Write((uint)dimension);
    }
}
