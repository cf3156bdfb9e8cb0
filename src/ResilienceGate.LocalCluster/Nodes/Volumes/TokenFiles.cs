using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Nodes.Volumes;

/// <summary>The files with tokens of a pod's service account.</summary>
internal sealed class TokenFiles(V1Pod pod, ServiceAccountTokens tokens)
{
    /// <summary>As the kubelet: a token is replaced when it has lived for four fifths of its time, or for a day.</summary>
    private const double RefreshAt = 0.8;

    private const long DefaultSeconds = 60 * 60;

    private static readonly TimeSpan LongestUse = TimeSpan.FromDays(1);

    /// <summary>When a token cannot be had, e.g. because its account is gone for the moment.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    private readonly List<TokenFile> _files = [];

    /// <exception cref="ContainerConfigException">There is no such service account.</exception>
    public void Add(string path, V1ServiceAccountTokenProjection token, int? mode)
    {
        var lifetime = TimeSpan.FromSeconds(token.ExpirationSeconds ?? DefaultSeconds);
        var use = lifetime * RefreshAt;
        var file = new TokenFile(path, token.Audience, lifetime, use < LongestUse ? use : LongestUse, mode);
        try
        {
            Write(file);
        }
        catch (StatusException e)
        {
            throw new ContainerConfigException($"failed to fetch token: {e.Message}");
        }
        _files.Add(file);
    }

    /// <summary>Writes those anew whose time has come.</summary>
    /// <returns>How long until the next one's; null when there is none.</returns>
    public TimeSpan? Refresh(DateTimeOffset now)
    {
        TimeSpan? next = null;
        foreach (var file in _files)
        {
            // Not known yet: the file was written just now.
            var due = file.Due ??= now + file.Use;
            if (due <= now)
                due = (file.Due = now + (TryWrite(file) ? file.Use : Retry)).Value;
            next = next is { } earlier && earlier < due - now ? earlier : due - now;
        }
        return next;
    }

    private bool TryWrite(TokenFile file)
    {
        try
        {
            Write(file);
            return true;
        }
        catch (StatusException)
        {
            return false;
        }
    }

    private void Write(TokenFile file)
    {
        var token = tokens.IssueForPod(pod, file.Audience, file.Lifetime);
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path) ?? "/");
        // Whoever reads it meanwhile sees the old one or the new one, never a half.
        var draft = $"{file.Path}.new";
        File.WriteAllText(draft, token);
        if (file.Mode is { } bits && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, (UnixFileMode)bits);
        File.Move(draft, file.Path, overwrite: true);
    }

    private sealed record TokenFile(string Path, string? Audience, TimeSpan Lifetime, TimeSpan Use, int? Mode)
    {
        public DateTimeOffset? Due { get; set; }
    }
}
