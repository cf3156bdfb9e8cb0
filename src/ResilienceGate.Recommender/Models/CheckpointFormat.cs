namespace ResilienceGate.Recommender.Models;

/// <summary>
/// The layout of a checkpoint file. All numbers are little-endian.
/// <code>
/// 8 bytes   magic "RGCKPT\r\n"; the line end betrays a transfer in text mode, as in PNG
/// u32       version of the format, 1
/// u32       number of tensors
/// a tensor: u16 length of its name, the name in UTF-8,
///           u8 type (1 = FP32), u8 number of dimensions, u32 each dimension
/// values    of the tensors in the order of the table, row-major, without padding
/// 32 bytes  SHA-256 of everything before
/// </code>
/// </summary>
internal static class CheckpointFormat
{
    public const uint Version = 1;
    public const byte Fp32 = 1;
    public const int ChecksumLength = 32;

    public static ReadOnlySpan<byte> Magic => "RGCKPT\r\n"u8;
}
