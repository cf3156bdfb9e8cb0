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

    private const string Closed = "was closed: a rollback of this run has taken over";
    private const string Deleted = "was deleted, by a rollback of this run or by hand";

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
    public static async Task<FoundJournals> FindAsync(IKubernetes cluster, string? ns, CancellationToken ct)
    {
        var selector = Labels.SelectRole(Role);
        var maps = ns is null
            ? await cluster.CoreV1.ListConfigMapForAllNamespacesAsync(labelSelector: selector, cancellationToken: ct)
            : await cluster.CoreV1.ListNamespacedConfigMapAsync(ns, labelSelector: selector, cancellationToken: ct);
        var journals = new List<Journal>();
        var unreadable = new List<UnreadableJournal>();
        foreach (var map in maps.Items)
        {
            try
            {
                journals.Add(new Journal(cluster, map, Read(map)));
            }
            catch (GateException e)
            {
                unreadable.Add(new UnreadableJournal(map.GetLabel(Labels.Run) ?? "", e.Message));
            }
        }
        return new FoundJournals(journals, unreadable);
    }

    /// <summary>Writes an injection down before it happens.</summary>
    /// <exception cref="GateException">A rollback has taken this run over: it must not be injected.</exception>
    public async Task IntendAsync(JournalEntry entry, CancellationToken ct)
    {
        // It may be written, its answer lost, and a rollback have come before it was asked again.
        if (!await ChangeAsync(d => d.With(entry), ct) || Document.Closed)
            throw TakenOver(Document.Closed ? Closed : Deleted);
    }

    /// <summary>Looks whether the journal is as this gate has left it.</summary>
    /// <exception cref="GateException">A rollback of this run has taken over.</exception>
    public async Task ConfirmAsync(CancellationToken ct)
    {
        try
        {
            var stored = await _cluster.CoreV1.ReadNamespacedConfigMapAsync(Name, Namespace, cancellationToken: ct);
            if (stored.ResourceVersion() != _map.ResourceVersion())
                throw TakenOver(Closed);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            throw TakenOver(Deleted, e);
        }
    }

    /// <summary>Writes down that nothing of an injection is left.</summary>
    /// <exception cref="GateException">A rollback has taken this run over.</exception>
    public async Task RevertedAsync(JournalEntry entry, CancellationToken ct)
    {
        if (!await ChangeAsync(d => d.With(entry with { State = JournalState.Reverted }), ct))
            throw TakenOver(Document.Closed ? Closed : Deleted);
    }

    /// <summary>Writes down an attack of Gremlin, whose identity nobody knows before it has begun.</summary>
    /// <exception cref="GateException">A rollback has taken this run over.</exception>
    public async Task BeginAttackAsync(string attack, CancellationToken ct)
    {
        if (!await ChangeAsync(d => d with { Attacks = [.. d.Attacks.Where(a => a != attack), attack] }, ct))
            throw TakenOver(Document.Closed ? Closed : Deleted);
    }

    /// <summary>Writes down that an attack of Gremlin is over.</summary>
    /// <exception cref="GateException">A rollback has taken this run over.</exception>
    public async Task EndAttackAsync(string attack, CancellationToken ct)
    {
        if (!await ChangeAsync(d => d with { Attacks = [.. d.Attacks.Where(a => a != attack)] }, ct))
            throw TakenOver(Document.Closed ? Closed : Deleted);
    }

    /// <summary>
    /// Tells the gate of this run, should it be alive, to do nothing more. <see cref="Document"/> then has its last word.
    /// </summary>
    /// <returns>False when the journal is gone: its gate or another rollback has reverted everything.</returns>
    public Task<bool> CloseAsync(CancellationToken ct) => ChangeAsync(d => d with { Closed = true }, ct);

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

    /// <summary>
    /// Makes the change to what the journal says, whatever that is by now. A conflict may be an own write whose answer
    /// was lost, so the cluster is asked: only a journal that is closed or gone was taken over.
    /// </summary>
    /// <returns>False when it is closed or gone, and does not say what it should.</returns>
    private async Task<bool> ChangeAsync(Func<JournalDocument, JournalDocument> change, CancellationToken ct)
    {
        while (true)
        {
            var next = change(Document);
            if (Text(next) == Text(Document))
                return true;
            if (Document.Closed)
                return false;
            try
            {
                _map.Data = Write(next);
                _map = await _cluster.CoreV1.ReplaceNamespacedConfigMapAsync(
                    _map,
                    Name,
                    Namespace,
                    cancellationToken: ct
                );
                Document = next;
                return true;
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
            {
                return false;
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict))
            {
                if (!await ReadAgainAsync(ct))
                    return false;
            }
        }
    }

    private async Task<bool> ReadAgainAsync(CancellationToken ct)
    {
        try
        {
            _map = await _cluster.CoreV1.ReadNamespacedConfigMapAsync(Name, Namespace, cancellationToken: ct);
            Document = Read(_map);
            return true;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return false;
        }
    }

    private GateException TakenOver(string how, Exception? cause = null) =>
        new($"The journal {Namespace}/{Name} {how}. This gate does nothing more.", cause);

    private static Dictionary<string, string> Write(JournalDocument document) => new() { [Key] = Text(document) };

    private static string Text(JournalDocument document) =>
        JsonSerializer.Serialize(document, JournalJson.Default.JournalDocument);

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
