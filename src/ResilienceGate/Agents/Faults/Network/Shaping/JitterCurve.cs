namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>
/// How far the delay of a link is from its mean, over time: it wanders between -jitter and +jitter at a constant speed,
/// turning at the ends and at random moments between.
/// </summary>
/// <remarks>
/// <para>
/// Independent draws for each packet, as netem makes them, let packets overtake each other, which TCP takes for loss: that
/// is another fault. Drawn so and then put in order, packets all come near the top of the range, for each waits for the
/// slowest before it. A delay that falls more slowly than time passes can do neither.
/// </para>
/// <para>
/// A walk of constant speed between reflecting ends spends its time evenly over the range. So the delay of a packet at a
/// random moment is uniform in it, as netem's is, with a standard deviation of jitter/√3; only neighbours are alike.
/// </para>
/// </remarks>
internal sealed class JitterCurve
{
    /// <summary>Below 1, the speed at which packets would meet.</summary>
    private const double Speed = 0.8;

    private readonly double _range;
    private readonly Random _random;
    private TimeSpan _at;
    private TimeSpan _turn;
    private double _value;
    private double _direction;

    public JitterCurve(TimeSpan jitter, Random random)
    {
        _range = jitter.TotalSeconds;
        _random = random;
        Restart();
    }

    /// <param name="now">Never less than in the call before.</param>
    public TimeSpan At(TimeSpan now)
    {
        if (_range <= 0)
            return TimeSpan.Zero;
        // Of a walk that was long unwatched only this is known: it is anywhere. No packet is left that could be overtaken.
        if ((now - _at).TotalSeconds > 100 * _range)
        {
            _at = now;
            Restart();
        }
        while (_turn <= now)
        {
            Walk(_turn);
            _direction = -_direction;
            _turn += UntilTurn();
        }
        Walk(now);
        return TimeSpan.FromSeconds(_value);
    }

    private void Restart()
    {
        _value = ((2 * _random.NextDouble()) - 1) * _range;
        _direction = _random.NextDouble() < 0.5 ? -1 : 1;
        _turn = _at + UntilTurn();
    }

    private void Walk(TimeSpan until)
    {
        // The path unfolded to a circle of twice the range and back: one way up, one way down.
        var round = 4 * _range;
        var place =
            (_direction > 0 ? _value + _range : round - (_value + _range)) + ((until - _at).TotalSeconds * Speed);
        place %= round;
        (_value, _direction) = place <= 2 * _range ? (place - _range, 1) : ((3 * _range) - place, -1);
        _at = until;
    }

    /// <summary>Exponential, so that no rhythm shows; the mean is a walk through half of the range.</summary>
    private TimeSpan UntilTurn() => TimeSpan.FromSeconds((-Math.Log(1 - _random.NextDouble()) * _range / Speed) + 1e-6);
}
