using System.Text.Json;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Reports;

/// <summary>Reads the JSON report of an earlier run.</summary>
internal static class ResultFile
{
    /// <exception cref="ResultFileException">It cannot be read, or is not such a report.</exception>
    public static async Task<RunResult> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var result = await JsonSerializer.DeserializeAsync(file, CoreJson.Default.RunResult, ct);
            return result?.Format switch
            {
                RunResult.CurrentFormat => result,
                null => throw new ResultFileException(path, "it is empty"),
                var other => throw new ResultFileException(
                    path,
                    $"its format is '{other}' and this version reads '{RunResult.CurrentFormat}'"
                ),
            };
        }
        catch (JsonException e)
        {
            throw new ResultFileException(path, $"it is not a result of this gate ({e.Message})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultFileException(path, e.Message);
        }
    }
}
