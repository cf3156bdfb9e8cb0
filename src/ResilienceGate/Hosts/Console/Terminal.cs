using Spectre.Console;

namespace ResilienceGate.Hosts.Console;

/// <summary>Decides once what the screen can show.</summary>
internal static class Terminal
{
    // Nobody resizes a log; lines break where the reader's window ends.
    private const int LogWidth = 160;

    /// <summary>Colours and movement on a terminal, none with NO_COLOR (no-color.org), a redirection or a pipeline.</summary>
    public static IAnsiConsole Create(ICiHost host, IReadOnlyDictionary<string, string> environment)
    {
        var moves = host.IsInteractive && environment.GetValueOrDefault("TERM") is not "dumb";
        var colours = moves && string.IsNullOrEmpty(environment.GetValueOrDefault("NO_COLOR"));
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = moves ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = moves ? InteractionSupport.Detect : InteractionSupport.No,
                Out = new AnsiConsoleOutput(host.Log),
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        if (!moves)
            console.Profile.Width = LogWidth;
        return console;
    }
}
