using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>
/// $(NAME) in a container's command, arguments and environment values: the rules of Kubernetes'
/// <c>third_party/forked/golang/expansion</c>. An unknown reference stays as it is, and $$ stands for one $.
/// </summary>
internal static class VariableExpansion
{
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        var expanded = new StringBuilder(text.Length);
        var position = 0;
        while (text.IndexOf('$', position) is >= 0 and var dollar)
        {
            expanded.Append(text, position, dollar - position);
            position = Replace(text, dollar, variables, expanded);
        }

        return expanded.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Appends what the operator at <paramref name="dollar"/> stands for; returns where the text goes on.</summary>
    private static int Replace(
        string text,
        int dollar,
        IReadOnlyDictionary<string, string> variables,
        StringBuilder expanded
    )
    {
        var following = dollar + 1 < text.Length ? text[dollar + 1] : default;
        switch (following)
        {
            case '$':
                expanded.Append('$');
                return dollar + 2;
            case '(' when text.IndexOf(')', dollar + 2) is >= 0 and var end:
                var name = text[(dollar + 2)..end];
                expanded.Append(variables.TryGetValue(name, out var value) ? value : $"$({name})");
                return end + 1;
            default:
                expanded.Append('$');
                return dollar + 1;
        }
    }
}
