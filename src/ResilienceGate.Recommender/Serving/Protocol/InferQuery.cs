using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>A request that this model can answer.</summary>
internal sealed record InferQuery
{
    private const int DefaultK = 10;
    private const int LargestBatch = 256;

    public required string? Id { get; init; }

    /// <summary>Each is a user of the model.</summary>
    public required IReadOnlyList<long> Users { get; init; }

    /// <summary>1 to the number of items.</summary>
    public required int K { get; init; }

    public required bool WantsItems { get; init; }

    public required bool WantsScores { get; init; }

    /// <exception cref="BadHttpRequestException">The message tells the sender what is wrong.</exception>
    public static InferQuery Create(InferRequest request, FactorModel model)
    {
        if (request.Inputs is not [{ } input])
            throw Bad($"inputs must hold exactly one tensor, {Signature.User}");

        return new InferQuery
        {
            Id = request.Id,
            Users = UsersOf(input, model),
            K = KOf(request, model),
            WantsItems = Wants(request, Signature.Items),
            WantsScores = Wants(request, Signature.Scores),
        };
    }

    private static IReadOnlyList<long> UsersOf(InferInput input, FactorModel model)
    {
        if (input.Name is not Signature.User)
            throw Bad($"unknown input {input.Name}; the model takes {Signature.User}");
        if (input.Datatype is not Signature.Int64)
            throw Bad($"input {input.Name}: datatype is {input.Datatype ?? "missing"}; it must be {Signature.Int64}");
        if (input.Data is not { } users)
            throw Bad($"input {input.Name} has no data");
        if (input.Shape is not [var length] || length != users.Count)
            throw Bad(
                $"input {input.Name}: shape is [{string.Join(", ", input.Shape ?? [])}]; "
                    + $"it must be [n], and data has n = {users.Count}"
            );
        if (users.Count is 0 or > LargestBatch)
            throw Bad($"input {input.Name} has {users.Count} values; it may have 1 to {LargestBatch}");

        foreach (var user in users)
            if (user < 0 || user >= model.Users)
                throw Bad($"unknown user {user}; users are 0 to {model.Users - 1}");
        return users;
    }

    private static int KOf(InferRequest request, FactorModel model)
    {
        var k = request.Parameters?.K ?? DefaultK;
        return k >= 1 && k <= model.Items ? k : throw Bad($"parameter k is {k}; it must be 1 to {model.Items}");
    }

    private static bool Wants(InferRequest request, string output)
    {
        if (request.Outputs is not { Count: > 0 } outputs)
            return true;

        foreach (var requested in outputs)
            if (requested?.Name is not (Signature.Items or Signature.Scores))
                throw Bad(
                    $"unknown output {requested?.Name}; the model gives {Signature.Items} and {Signature.Scores}"
                );
        return outputs.Any(requested => string.Equals(requested?.Name, output, StringComparison.Ordinal));
    }

    private static BadHttpRequestException Bad(string message) => new(message, StatusCodes.Status400BadRequest);
}
