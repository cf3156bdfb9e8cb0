using System.Globalization;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>What the replicas said of themselves: one row a census, and every replica in a folded table.</summary>
internal static class ConsistencySection
{
    public static string Render(RunResult result)
    {
        if (result.Censuses.Count == 0)
            return "";
        var table = new MarkdownTable("After", ">Replicas that answered", "Model version", "State digest");
        var details = new MarkdownTable("After", "Replica", "Model version", "State digest", ">Answers", "Error");
        foreach (var census in result.Censuses)
        {
            var answered = census.Replicas.Where(r => r.Error is null).ToList();
            table.Add(
                MarkdownText.Escape(census.When),
                Invariant($"{answered.Count} of {census.Replicas.Count}"),
                Distinct(answered.Select(Version)),
                Distinct(answered.Select(Digest))
            );
            foreach (var replica in census.Replicas)
                details.Add(
                    MarkdownText.Escape(census.When),
                    MarkdownText.Code(replica.Pod),
                    Version(replica),
                    Digest(replica),
                    Invariant($"{replica.Answers.Count}"),
                    MarkdownText.Escape(replica.Error ?? "")
                );
        }
        return $"{table}\n<details><summary>Every replica</summary>\n\n{details}\n</details>\n";
    }

    // More than one is what a reader must see, so none is left out.
    private static string Distinct(IEnumerable<string> cells) =>
        string.Join(", ", cells.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string Version(ReplicaState replica) =>
        replica.ModelVersion is { } version ? MarkdownText.Code(version) : "none given";

    private static string Digest(ReplicaState replica) =>
        replica.Digest is { } digest ? MarkdownText.Code(ReplicaDigest.Short(digest)) : "none given";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
