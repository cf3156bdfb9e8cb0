using System.Text;

namespace ResilienceGate.Hosts.AzureDevOps;

/// <summary>Azure allows letters and digits only: <c>report-json</c> is <c>reportJson</c> there.</summary>
internal static class CamelCase
{
    public static string From(string hyphenated)
    {
        var text = new StringBuilder(hyphenated.Length);
        foreach (var word in hyphenated.Split('-', StringSplitOptions.RemoveEmptyEntries))
            text.Append(text.Length == 0 ? word[0] : char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
        return text.ToString();
    }
}
