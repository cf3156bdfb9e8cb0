namespace ResilienceGate.Recommender.Data;

/// <param name="User">From 0.</param>
/// <param name="Item">From 0.</param>
/// <param name="Stars">0.5 to 5, in halves.</param>
internal readonly record struct Rating(int User, int Item, double Stars);
