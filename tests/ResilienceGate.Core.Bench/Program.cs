using System.Diagnostics;
using System.Globalization;
using ResilienceGate.Core.Bench;

// resilience-gate-bench [GATES [SEED [WORDS OF THE CELLS]]]
var gates = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20250102;
var words = args.Skip(2).ToList();

Console.WriteLine($"{gates} gates a cell, seed {seed}");
Console.WriteLine();
Console.WriteLine("| Gate | Fails, % | Asked, % | Escalates, % | Rounds of a duet |");
Console.WriteLine("|---|---|---|---|---|");
var clock = Stopwatch.StartNew();
foreach (
    var cell in Cells.All.Where(cell => words.TrueForAll(word => cell.Name.Contains(word, StringComparison.Ordinal)))
)
    Console.WriteLine(GateBench.Run(cell, gates, seed).Row(cell));

Console.WriteLine();
Console.WriteLine($"1,000 metrics against 50 accepted runs: {Speed.OfLargeGate(seed).TotalMilliseconds:0} ms");
Console.WriteLine($"took {clock.Elapsed.TotalSeconds:0} s");
