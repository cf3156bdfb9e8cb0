using System.CommandLine;
using System.Text;
using ResilienceGate.Recommender.Serving.Configuration;
using ResilienceGate.Recommender.Training;

namespace ResilienceGate.Recommender.Commands;

/// <summary>The command line. Without a command it serves, as an image's entry point should.</summary>
internal static class CommandTree
{
    public static RootCommand Build()
    {
        var root = new RootCommand(
            """
            A recommender (matrix factorisation) behind the Open Inference Protocol v2: the sample model of Resilience Gate.

            Examples:
              ResilienceGate.Recommender
              curl -s localhost:8080/v2/models/recommender
              curl -s localhost:8080/v2/models/recommender/infer -d \
                '{"id":"a","inputs":[{"name":"user","shape":[1],"datatype":"INT64","data":[17]}],"parameters":{"k":5}}'

            Behaviour is set by environment variables (default first):
            """
                + '\n'
                + Variables()
        )
        {
            Serve(),
            Train(),
            Digest(),
        };
        root.SetAction((_, ct) => ServeCommand.RunAsync(Console.Error, ct));
        return root;
    }

    private static Command Serve()
    {
        var command = new Command("serve", "Serve the model until SIGINT or SIGTERM. This is the default.");
        command.SetAction((_, ct) => ServeCommand.RunAsync(Console.Error, ct));
        return command;
    }

    private static Command Train()
    {
        var defaults = new TrainingOptions();
        var seed = new Option<ulong>("--seed")
        {
            Description = "First weights and order of the ratings; another seed gives another model of the same data.",
            DefaultValueFactory = _ => defaults.Seed,
        };
        var epochs = new Option<int>("--epochs")
        {
            Description = "Passes over the ratings; fewer give a stale model.",
            DefaultValueFactory = _ => defaults.Epochs,
        };
        epochs.Validators.Add(result =>
        {
            if (result.GetValue(epochs) is < 1 or > 1000)
                result.AddError("--epochs must be 1 to 1000.");
        });
        var output = new Option<string>("--out") { Description = "The checkpoint to write.", Required = true };
        var command = new Command(
            "train",
            """
            Train on the built-in data set and write a checkpoint. The same seed gives the same bytes on every machine.

            Example:
              ResilienceGate.Recommender train --seed 1 --epochs 25 --out stale.ckpt
            """
        )
        {
            seed,
            epochs,
            output,
        };
        command.SetAction(
            (parsed, ct) =>
                TrainCommand.RunAsync(
                    defaults with
                    {
                        Seed = parsed.GetValue(seed),
                        Epochs = parsed.GetValue(epochs),
                    },
                    parsed.GetRequiredValue(output),
                    parsed.InvocationConfiguration.Output,
                    ct
                )
        );
        return command;
    }

    private static Command Digest()
    {
        var file = new Argument<string>("FILE") { Description = "A checkpoint." };
        var command = new Command(
            "digest",
            """
            Print the state digest that a server of this checkpoint reports in its metadata.

            Example:
              ResilienceGate.Recommender digest stale.ckpt
            """
        )
        {
            file,
        };
        command.SetAction(
            (parsed, ct) =>
                DigestCommand.RunAsync(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output, ct)
        );
        return command;
    }

    private static string Variables()
    {
        var text = new StringBuilder();
        foreach (var variable in EnvironmentVariables.All)
            text.Append("  ")
                .Append(variable.Name.PadRight(15))
                .Append(variable.Values)
                .Append('\n')
                .Append(' ', 17)
                .Append(variable.Meaning)
                .Append('\n');
        return text.ToString();
    }
}
