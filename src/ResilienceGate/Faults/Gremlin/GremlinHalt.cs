namespace ResilienceGate.Faults.Gremlin;

/// <summary>Ends one attack, and waits until Gremlin says that its effect was taken back.</summary>
/// <remarks>May be cancelled and called again; how long it has waited goes on.</remarks>
internal sealed class GremlinHalt(GremlinApi api, string attack, TimeProvider time)
{
    private static readonly TimeSpan OverWithin = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private long? _began;
    private bool _isHalted;

    /// <returns>What proves that it is over.</returns>
    /// <exception cref="GateException">It is not, or nobody knows.</exception>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var began = _began ??= time.GetTimestamp();
        while (true)
        {
            var word = await api.StageAsync(attack, ct);
            var stage = GremlinStages.Of(word);
            if (stage is GremlinStage.Over or GremlinStage.NeverOn)
                return $"Gremlin's attack {attack} is over ({word})";
            if (stage is GremlinStage.Lost)
                throw new GateException(
                    $"Gremlin's attack {attack} ended as {word}: nobody knows whether its effect was taken back. See it at "
                        + "app.gremlin.com, and replace the pods that it hit."
                );
            if (time.GetElapsedTime(began) >= OverWithin)
                throw new GateException(
                    $"Gremlin's attack {attack} is not over {OverWithin.TotalSeconds:0} s after it was halted (stage \"{word}\"). "
                        + "Halt it at app.gremlin.com; it ends by itself after its length."
                );
            if (!_isHalted && stage is not GremlinStage.Ending)
            {
                await api.HaltAsync(attack, ct);
                _isHalted = true;
            }
            await Task.Delay(Poll, time, ct);
        }
    }
}
