namespace ResilienceGate.LocalCluster.Store;

/// <summary>The last states of the store, for lists that are to be of one moment though they come in pages.</summary>
/// <remarks>States share all that did not change between them, so many cost little.</remarks>
internal sealed class StateHistory(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, StoreState> _states = [];
    private readonly Queue<long> _order = new();

    public void Add(StoreState state)
    {
        lock (_gate)
        {
            _states[state.Revision] = state;
            _order.Enqueue(state.Revision);
            if (_order.Count > capacity)
                _states.Remove(_order.Dequeue());
        }
    }

    /// <returns>Null when it is no longer kept.</returns>
    public StoreState? Find(long revision)
    {
        lock (_gate)
            return _states.GetValueOrDefault(revision);
    }
}
