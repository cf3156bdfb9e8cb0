using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Tests.Models;

public sealed class CheckpointTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("recommender-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_written_is_read_back()
    {
        var path = Path.Combine(folder.FullName, "small.ckpt");
        await CheckpointWriter.WriteAsync(SmallModel.Create(), path, TestContext.Current.CancellationToken);

        var read = await CheckpointReader.ReadAsync(path, TestContext.Current.CancellationToken);

        Assert.Equivalent(SmallModel.Tensors, read.Tensors, strict: true);
    }

    [Fact]
    public async Task A_new_checkpoint_replaces_the_old_one_and_leaves_nothing_else()
    {
        var path = Path.Combine(folder.FullName, "small.ckpt");
        await File.WriteAllTextAsync(path, "old", TestContext.Current.CancellationToken);

        await CheckpointWriter.WriteAsync(SmallModel.Create(), path, TestContext.Current.CancellationToken);

        Assert.Equal([path], folder.EnumerateFiles().Select(file => file.FullName));
        Assert.Equal(
            CheckpointWriter.Serialise(SmallModel.Create()),
            await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_save_that_was_cancelled_leaves_the_old_checkpoint()
    {
        var path = Path.Combine(folder.FullName, "small.ckpt");
        await File.WriteAllTextAsync(path, "old", TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            CheckpointWriter.WriteAsync(SmallModel.Create(), path, new CancellationToken(canceled: true))
        );

        Assert.Equal([path], folder.EnumerateFiles().Select(file => file.FullName));
        Assert.Equal("old", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        var good = CheckpointWriter.Serialise(SmallModel.Create());
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 7])
            .Sample(
                (place, bit) =>
                {
                    var bad = good.ToArray();
                    bad[place] ^= (byte)(1 << bit);
                    Assert.Throws<CheckpointException>(() => CheckpointReader.Parse(bad));
                }
            );
    }

    [Fact]
    public void A_file_that_was_cut_anywhere_is_refused()
    {
        var good = CheckpointWriter.Serialise(SmallModel.Create());

        Assert.All(
            Enumerable.Range(0, good.Length),
            length => Assert.Throws<CheckpointException>(() => CheckpointReader.Parse(good[..length]))
        );
    }

    [Fact]
    public async Task The_message_names_the_file_and_what_to_do()
    {
        var path = Path.Combine(folder.FullName, "damaged.ckpt");
        var bytes = CheckpointWriter.Serialise(SmallModel.Create());
        bytes[^40] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<CheckpointException>(() =>
            CheckpointReader.ReadAsync(path, TestContext.Current.CancellationToken)
        );

        Assert.Equal(
            $"{path}: damaged: its SHA-256 does not match its bytes (cut short, or changed); copy or train it again",
            error.Message
        );
    }

    [Fact]
    public async Task A_missing_file_is_a_checkpoint_error() =>
        await Assert.ThrowsAsync<CheckpointException>(() =>
            CheckpointReader.ReadAsync(Path.Combine(folder.FullName, "none"), TestContext.Current.CancellationToken)
        );

    [Theory]
    [InlineData(0, "not a checkpoint of this program")]
    [InlineData(8, "its format is version 255; this program reads version 1")]
    [InlineData(12, "is of type 64")] // more tensors than there are: values are taken for the next entry
    [InlineData(29, "is of type 255")]
    [InlineData(33, "truncated")] // a tensor longer than the file
    public void A_file_that_was_written_wrongly_is_explained(int place, string message)
    {
        var bytes = CheckpointWriter.Serialise(SmallModel.Create());
        bytes[place] = 255;
        SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(^32..));

        var error = Assert.Throws<CheckpointException>(() => CheckpointReader.Parse(bytes));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_layout_is_the_documented_one()
    {
        var bytes = CheckpointWriter.Serialise(SmallModel.Create());

        Assert.Equal("RGCKPT\r\n"u8, bytes.AsSpan(..8));
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)));
        Assert.Equal(5u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)));
        Assert.Equal((ushort)11, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(16)));
        Assert.Equal("global_mean"u8, bytes.AsSpan(18..29));
        Assert.Equal([1, 1, 1, 0, 0, 0], bytes[29..35]);
    }
}
