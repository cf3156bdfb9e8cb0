using System.Net;
using System.Text.Json;
using ResilienceGate.Recommender.Tests.Serving;

namespace ResilienceGate.Recommender.Tests.Samples;

/// <summary>The inputs that the sample's probe sends.</summary>
public sealed class RequestsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Shards = 12;

    private static string[] Lines =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "sample", "requests.jsonl"));

    [Fact]
    public async Task Every_request_is_answered()
    {
        foreach (var line in Lines)
            Assert.Equal(HttpStatusCode.OK, (await fixture.Server.InferAsync(line)).Status);
    }

    [Fact]
    public void Ids_are_unique() =>
        Assert.Equal(
            Lines.Length,
            Lines.Select(line => JsonElement.Parse(line).GetProperty("id").GetString()).Distinct().Count()
        );

    /// <summary>Whichever part of the weights is damaged, some answer must be able to show it.</summary>
    [Fact]
    public async Task Users_and_answers_cover_every_part_of_the_weights()
    {
        var model = await ShippedModel.ReadAsync();
        int[] users = [.. Lines.Select(UserOf)];
        int[] items = [.. users.SelectMany(model.Top10)];

        Assert.Equal(Enumerable.Range(0, Shards), users.Select(user => user * Shards / model.Users).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, Shards), items.Select(item => item * Shards / model.Items).Distinct().Order());
    }

    private static int UserOf(string line) =>
        JsonElement.Parse(line).GetProperty("inputs")[0].GetProperty("data")[0].GetInt32();
}
