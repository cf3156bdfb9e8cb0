namespace ResilienceGate.Baselines;

/// <summary>Keeps baselines in a file, which a pipeline caches or commits.</summary>
internal sealed class FileBaselineStore(string path) : IBaselineStore
{
    public string Place => path;

    public async Task<BaselineBook> ReadAsync(CancellationToken ct)
    {
        if (Directory.Exists(path))
            throw new GateException(
                $"The baseline {path} is a directory. Name a file in it, which need not exist yet."
            );
        try
        {
            return BaselineText.Parse(await File.ReadAllTextAsync(path, ct), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return BaselineBook.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateException($"The baseline {path} cannot be read: {e.Message}", e);
        }
    }

    public async Task UpdateAsync(Func<BaselineBook, BaselineBook> change, CancellationToken ct)
    {
        var text = BaselineText.Write(change(await ReadAsync(ct)));
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            // A reader sees the old file or the new one, never a half.
            var part = $"{path}.part";
            await File.WriteAllTextAsync(part, text, ct);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateException($"The baseline {path} cannot be written: {e.Message}", e);
        }
    }
}
