using ResilienceGate.Plans.Forms;
using Tomlyn;
using Tomlyn.Model;

namespace ResilienceGate.Faults.KubeMonkey;

/// <summary>What of kube-monkey's <c>config.toml</c> counts here.</summary>
/// <param name="Grace">The termination grace of the pods.</param>
/// <param name="StartHour">The hour from which on it kills, 0 to 23.</param>
/// <param name="EndHour">The hour up to which it kills, later than the start.</param>
/// <param name="Forbidden">Namespaces that it must not touch.</param>
/// <param name="Allowed">The namespaces that it may touch; empty for all others.</param>
internal sealed record KubeMonkeyConfig(
    TimeSpan Grace,
    int StartHour,
    int EndHour,
    IReadOnlyList<string> Forbidden,
    IReadOnlyList<string> Allowed
)
{
    /// <summary>kube-monkey's own.</summary>
    public static KubeMonkeyConfig Default { get; } = new(TimeSpan.FromSeconds(5), 10, 16, ["kube-system"], []);

    /// <param name="path">Absolute.</param>
    public static Parsed<KubeMonkeyConfig> Read(string path)
    {
        try
        {
            return Of(TomlSerializer.Deserialize<TomlTable>(File.ReadAllText(path)) ?? []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Parsed.Wrong<KubeMonkeyConfig>(
                $"cannot be read ({e.Message}); name the config.toml of your kube-monkey, relative to the plan"
            );
        }
        catch (TomlException e)
        {
            return Parsed.Wrong<KubeMonkeyConfig>($"is not valid TOML ({e.Message}); correct it");
        }
    }

    private static Parsed<KubeMonkeyConfig> Of(TomlTable file)
    {
        var section = file.TryGetValue("kubemonkey", out var found) && found is TomlTable table ? table : [];
        if (section.TryGetValue("dry_run", out var dry) && dry is true)
            return Parsed.Wrong<KubeMonkeyConfig>(
                "says dry_run = true, and a run that kills nobody measures nothing; write dry_run = false, or remove it"
            );
        var config = new KubeMonkeyConfig(
            TimeSpan.FromSeconds(Number(section, "graceperiod_sec", (long)Default.Grace.TotalSeconds)),
            (int)Number(section, "start_hour", Default.StartHour),
            (int)Number(section, "end_hour", Default.EndHour),
            Words(section, "blacklisted_namespaces") ?? Default.Forbidden,
            Words(section, "whitelisted_namespaces") ?? Default.Allowed
        );
        return Parsed
            .Right(config)
            .When(
                c => c.StartHour is >= 0 and <= 23 && c.EndHour is >= 0 and <= 23 && c.StartHour < c.EndHour,
                $"kills from {config.StartHour} to {config.EndHour} h; write a start_hour before the end_hour, both from 0 to 23"
            );
    }

    private static long Number(TomlTable section, string key, long otherwise) =>
        section.TryGetValue(key, out var value) && value is long number ? number : otherwise;

    /// <summary>An empty name stands for no list at all.</summary>
    private static IReadOnlyList<string>? Words(TomlTable section, string key) =>
        section.TryGetValue(key, out var value) && value is TomlArray words
            ? [.. words.OfType<string>().Where(w => w.Length > 0)]
            : null;
}
