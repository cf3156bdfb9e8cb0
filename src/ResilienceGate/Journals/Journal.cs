using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Journals;

/// <summary>
/// What this run did and has to undo, kept in a ConfigMap of the target's namespace: a rollback needs the cluster only.
/// </summary>
/// <remarks>
/// Each write replaces the very version that was read: when a rollback has closed the journal, the next write of a gate
/// that was paused meanwhile fails, and it injects nothing more. A gate that was paused between its write and its act is
/// what <see cref="Experiments.InjectionFence"/> is for.
/// </remarks>
internal sealed class Journal
{
    public const string Role = "journal";

    private const string Key = "journal.json";

    private readonly IKubernetes _cluster;
    private V1ConfigMap _map;

    private Journal(IKubernetes cluster, V1ConfigMap map, JournalDocument document)
    {
        _cluster = cluster;
        _map = map;
        Document = document;
    }

    public JournalDocument Document { get; private set; }

    public string Name => _map.Metadata.Name;

    public string Namespace => _map.Metadata.NamespaceProperty;

    public static async Task<Journal> OpenAsync(
        IKubernetes cluster,
        string ns,
        JournalDocument document,
        CancellationToken ct
    )
    {
        var map = new V1ConfigMap
        {
            Metadata = Labels.Metadata($"resilience-gate-journal-{document.Run}", ns, document.Run, Role),
            Data = Write(document),
        };
        return new Journal(
            cluster,
            await cluster.CoreV1.CreateNamespacedConfigMapAsync(map, ns, cancellationToken: ct),
            document
        );
    }

    /// <summary>The journals of a namespace, or of all namespaces.</summary>
    public static async Task<IReadOnlyList<Journal>> FindAsync(IKubernetes cluster, string? ns, CancellationToken ct)
    {
        var selector = Labels.SelectRole(Role);
        var maps = ns is null
            ? await cluster.CoreV1.ListConfigMapForAllNamespacesAsync(labelSelector: selector, cancellationToken: ct)
            : await cluster.CoreV1.ListNamespacedConfigMapAsync(ns, labelSelector: selector, cancellationToken: ct);
        return [.. maps.Items.Select(m => new Journal(cluster, m, Read(m)))];
    }

    /// <summary>Writes an injection down before it happens.</summary>
    public Task IntendAsync(JournalEntry entry, CancellationToken ct) =>
        ReplaceAsync(Document with { Entries = [.. Document.Entries, entry] }, ct);

    /// <summary>Looks whether the journal is as this gate has left it.</summary>
    /// <exception cref="GateException">A rollback of this run has taken over.</exception>
    public async Task ConfirmAsync(CancellationToken ct)
    {
        try
        {
            var stored = await _cluster.CoreV1.ReadNamespacedConfigMapAsync(Name, Namespace, cancellationToken: ct);
            if (stored.ResourceVersion() != _map.ResourceVersion())
                throw TakenOver();
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            throw TakenOver(e);
        }
    }

    /// <summary>Writes down that nothing of an injection is left.</summary>
    public Task RevertedAsync(JournalEntry entry, CancellationToken ct) =>
        ReplaceAsync(
            Document with
            {
                Entries =
                [
                    .. Document.Entries.Select(e =>
                        e.Experiment == entry.Experiment && e.Number == entry.Number
                            ? e with
                            {
                                State = JournalState.Reverted,
                            }
                            : e
                    ),
                ],
            },
            ct
        );

    /// <summary>Tells the gate of this run, should it be alive, to do nothing more.</summary>
    public Task CloseAsync(CancellationToken ct) =>
        Document.Closed ? Task.CompletedTask : ReplaceAsync(Document with { Closed = true }, ct);

    public async Task DeleteAsync(CancellationToken ct)
    {
        try
        {
            await _cluster.CoreV1.DeleteNamespacedConfigMapAsync(Name, Namespace, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            // A rollback was faster.
        }
    }

    private async Task ReplaceAsync(JournalDocument document, CancellationToken ct)
    {
        try
        {
            _map.Data = Write(document);
            _map = await _cluster.CoreV1.ReplaceNamespacedConfigMapAsync(_map, Name, Namespace, cancellationToken: ct);
            Document = document;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) || e.Is(HttpStatusCode.NotFound))
        {
            throw TakenOver(e);
        }
    }

    private GateException TakenOver(Exception? cause = null) =>
        new(
            $"The journal {Namespace}/{Name} "
                + (
                    cause is HttpOperationException gone && gone.Is(HttpStatusCode.NotFound)
                        ? "was deleted, by a rollback of this run or by hand. "
                        : "was changed by somebody else: a rollback of this run has taken over. "
                )
                + "This gate does nothing more.",
            cause
        );

    private static Dictionary<string, string> Write(JournalDocument document) =>
        new() { [Key] = JsonSerializer.Serialize(document, JournalJson.Default.JournalDocument) };

    private static JournalDocument Read(V1ConfigMap map)
    {
        var place = $"{map.Metadata.NamespaceProperty}/{map.Metadata.Name}";
        try
        {
            return
                map.Data is not null
                && map.Data.TryGetValue(Key, out var text)
                && JsonSerializer.Deserialize(text, JournalJson.Default.JournalDocument) is { } document
                ? document
                : throw new GateException($"The journal ConfigMap {place} has no {Key}.");
        }
        catch (JsonException e)
        {
            throw new GateException($"The journal ConfigMap {place} cannot be read: {e.Message}", e);
        }
    }
}
