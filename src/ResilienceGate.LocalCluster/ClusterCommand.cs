using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;
using ResilienceGate.LocalCluster.Services;

namespace ResilienceGate.LocalCluster;

/// <summary>The command line of the program.</summary>
internal sealed class ClusterCommand
{
    private readonly Option<int> _nodes = new("--nodes")
    {
        Description = "How many nodes to simulate",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<string> _timings = new("--timings")
    {
        Description =
            "fast: a silent node is noticed after 5 s and its pods are evicted after 5 s more, instead of "
            + "the 50 s and 300 s of Kubernetes",
        HelpName = "real|fast",
        DefaultValueFactory = _ => "real",
    };

    private readonly Option<string> _state = new("--state")
    {
        Description = "Directory of the pods' files and logs; what an earlier cluster left there is cleared",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _kubeconfig = new("--kubeconfig")
    {
        Description = "Where to write the kubeconfig",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string[]> _images = new("--image")
    {
        Description = "An image and the program that it stands for; once for each image",
        HelpName = "NAME=PROGRAM ARG...",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _untilStdinCloses = new("--until-stdin-closes")
    {
        Description = "End when standard input is closed, as it is when the parent dies",
    };

    public ClusterCommand(Func<ClusterOptions, bool, CancellationToken, Task<int>> run)
    {
        _nodes.Validators.Add(result => Check(result, Nodes));
        _images.Validators.Add(result => Check(result, Images));
        _timings.AcceptOnlyFromAmong("real", "fast");
        Root = new RootCommand("A small Kubernetes cluster whose pods are real processes on this machine")
        {
            _nodes,
            _timings,
            _state,
            _kubeconfig,
            _images,
            _untilStdinCloses,
        };
        Root.SetAction((parsed, ct) => run(Options(parsed), parsed.GetValue(_untilStdinCloses), ct));
    }

    public RootCommand Root { get; }

    private ClusterOptions Options(ParseResult parsed) =>
        new(
            parsed.GetValue(_nodes),
            Path.GetFullPath(parsed.GetRequiredValue(_state)),
            Path.GetFullPath(parsed.GetRequiredValue(_kubeconfig)),
            parsed.GetValue(_timings) is "fast" ? NodeTimings.Fast : NodeTimings.Real,
            (parsed.GetValue(_images) ?? []).Select(Image).ToDictionary()
        );

    private static KeyValuePair<string, IReadOnlyList<string>> Image(string text)
    {
        var parts = text.Split('=', 2);
        return new(parts[0], [.. CommandLineParser.SplitCommandLine(parts[1])]);
    }

    private static void Check(OptionResult result, Func<string[], string?> mistake)
    {
        if (mistake([.. result.Tokens.Select(token => token.Value)]) is { } message)
            result.AddError(message);
    }

    /// <summary>What is no number at all is told by the parser.</summary>
    private static string? Nodes(string[] given) =>
        given is [var text]
        && int.TryParse(text, CultureInfo.InvariantCulture, out var count)
        && count is < 1 or > AddressBlock.MaxNodes
            ? $"--nodes must be from 1 to {AddressBlock.MaxNodes}"
            : null;

    private static string? Images(string[] images)
    {
        if (Array.Find(images, image => image.Split('=', 2) is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong)
            return $"--image \"{wrong}\" is not NAME=PROGRAM; for example --image web=/usr/bin/web";
        return images.GroupBy(image => image.Split('=')[0]).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"--image {twice.Key} is given more than once"
            : null;
    }
}
