using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>Somebody who sends requests as they are and looks at the answers as they are.</summary>
internal sealed class ApiUser(HttpClient http, Uri server, IReadOnlyList<(string Name, string Value)> headers)
{
    public Task<Answer> GetAsync(string path, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, path, body: null, "application/json", ct);

    public Task<Answer> DeleteAsync(string path, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, path, body: null, "application/json", ct);

    public Task<Answer> PostAsync(
        string path,
        [StringSyntax(StringSyntaxAttribute.Json)] string body,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Post, path, body, "application/json", ct);

    public Task<Answer> PatchAsync(
        string path,
        [StringSyntax(StringSyntaxAttribute.Json)] string body,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json", ct);

    public Task<Answer> ApplyAsync(
        string path,
        [StringSyntax(StringSyntaxAttribute.Json)] string body,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Patch, $"{path}?fieldManager=test", body, "application/apply-patch+yaml", ct);

    private async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string mediaType,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        using var response = await http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return new Answer((int)response.StatusCode, JsonNode.Parse(text)?.AsObject() ?? []);
    }
}
