namespace ResilienceGate.Core.Reports.Html;

/// <summary>What every replica said of itself, each time they were asked.</summary>
internal static class ConsistencyPart
{
    public static Markup Render(RunResult result)
    {
        var table = new HtmlTable(
            "What the replicas said of themselves",
            "After",
            "Replica",
            "Model version",
            "State digest",
            ">Answers",
            "Error"
        );
        foreach (var census in result.Censuses)
        foreach (var replica in census.Replicas)
            table.Add(
                Markup.Of($"{census.When}"),
                Markup.Of($"<code>{replica.Pod}</code>"),
                Code(replica.ModelVersion),
                Code(replica.Digest is { } digest ? ReplicaDigest.Short(digest) : null),
                Markup.Of($"{replica.Answers.Count}"),
                Markup.Of($"{replica.Error}")
            );
        return table.Render();
    }

    private static Markup Code(string? text) =>
        text is null ? new Markup("none given") : Markup.Of($"<code>{text}</code>");
}
