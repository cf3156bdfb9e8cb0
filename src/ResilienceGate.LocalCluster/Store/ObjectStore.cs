using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store.CustomResources;
using ResilienceGate.LocalCluster.Store.Strategies;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>
/// All objects of the cluster, in memory, under one revision counter: what etcd and the registry are to a real
/// API server. Every write is admitted, stored and announced to the watches as one step.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly Admission _admission;
    private readonly WatchHistory _history;
    private readonly StateHistory _states;
    private volatile StoreState _state = StoreState.Empty;

    /// <remarks>A watch can start as far back as the history goes, before that it is told 410 Gone.</remarks>
    public ObjectStore(TimeProvider clock, int historyLength = 10_000)
    {
        _clock = clock;
        _admission = new Admission(clock);
        _history = new WatchHistory(historyLength);
        _states = new StateHistory(historyLength);
        foreach (var name in (string[])["default", "kube-node-lease", "kube-public", "kube-system"])
            Create(
                ResourceTypes.Namespaces,
                ns: null,
                new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }
            );
    }

    /// <summary>Null leaves Services without an address.</summary>
    public IServiceAddresses? ServiceAddresses { get; init; }

    /// <summary>How long pods that say nothing about it outlive the health of their node.</summary>
    public TimeSpan DefaultToleration { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The revision of the last change.</summary>
    public long Revision => _state.Revision;

    /// <summary>Whether a new pod gets the identity of its service account; if not, none is looked for.</summary>
    public bool GivesPodsIdentity { get; init; }

    /// <summary>All objects as they are now.</summary>
    public StoreState State => _state;

    /// <summary>The kinds that have, or had, objects.</summary>
    public IReadOnlyCollection<ResourceType> Types => [.. _state.Tables.Keys];

    public StoredObject? Find(ResourceType type, string? ns, string name) =>
        _state.Table(type).GetValueOrDefault(Key(ns, name));

    /// <remarks>Without a namespace: of all of them.</remarks>
    public IReadOnlyList<StoredObject> List(ResourceType type, string? ns) => Snapshot(type, ns).Items;

    /// <summary>A list and the revision that it is the state of.</summary>
    public (IReadOnlyList<StoredObject> Items, long Revision) Snapshot(ResourceType type, string? ns)
    {
        var state = _state;
        return (state.Items(type, ns), state.Revision);
    }

    /// <summary>A list as it was at a revision.</summary>
    /// <returns>Null when that is too long ago.</returns>
    public IReadOnlyList<StoredObject>? ListAt(ResourceType type, string? ns, long revision) =>
        _states.Find(revision)?.Items(type, ns);

    /// <exception cref="StatusException">AlreadyExists, Invalid, NotFound or Forbidden for its namespace.</exception>
    public StoredObject Create(ResourceType type, string? ns, JsonObject obj, bool dryRun = false)
    {
        lock (_gate)
        {
            TerminationCheck.Check(this, type, ns, obj);
            var draft = _admission.PrepareForCreate(type, ns, obj);
            if (type == ResourceTypes.Pods)
                DefaultTolerations.Add(draft, DefaultToleration);
            var name = draft.Metadata.Text("name") ?? "";
            if (Find(type, ns, name) is not null)
                throw StatusException.AlreadyExists(type, name);
            if (GivesPodsIdentity && type == ResourceTypes.Pods && ns is not null)
                ServiceAccountAdmission.Admit(this, ns, draft);
            Allocate(type, draft, dryRun);
            AcceptNames(type, draft);
            return Put(type, WatchEventType.Added, draft, previous: null, dryRun);
        }
    }

    /// <remarks>
    /// The subresource is null for the object itself, whose status then stays as it is; <c>status</c> for the status
    /// alone; <c>finalize</c> for a namespace's finalizers; <c>binding</c> for a pod's node, which is no new generation;
    /// <c>ephemeralcontainers</c> for those of a pod; another name for what the caller has already admitted.
    /// </remarks>
    /// <exception cref="StatusException">NotFound, Conflict, Invalid.</exception>
    public StoredObject Update(ResourceType type, string? ns, JsonObject obj, string? subresource, bool dryRun = false)
    {
        lock (_gate)
        {
            var name = obj.Metadata.Text("name") ?? "";
            var current = Find(type, ns, name) ?? throw StatusException.NotFound(type, name);
            CheckPreconditions(current, obj.Metadata.Text("uid"), obj.Metadata.Text("resourceVersion"));
            var draft = Admission.PrepareForUpdate(type, current, obj, subresource);
            AcceptNames(type, draft);
            if (JsonNode.DeepEquals(draft, current.Json))
                return current;
            return IsReleased(type, draft)
                ? Remove(current, draft, dryRun)
                : Put(type, WatchEventType.Modified, draft, current, dryRun);
        }
    }

    /// <exception cref="StatusException">NotFound, or Conflict when a precondition does not hold.</exception>
    public Deletion Delete(ResourceType type, string? ns, string name, DeleteOptions options)
    {
        lock (_gate)
        {
            var current = Find(type, ns, name) ?? throw StatusException.NotFound(type, name);
            CheckPreconditions(current, options.Uid, options.ResourceVersion);
            var draft = Deletions.Mark(current, options, _clock.GetUtcNow());
            if (IsReleased(type, draft))
                return new(Remove(current, draft, options.DryRun), Removed: true);
            return JsonNode.DeepEquals(draft, current.Json)
                ? new(current, Removed: false)
                : new(Put(type, WatchEventType.Modified, draft, current, options.DryRun), Removed: false);
        }
    }

    /// <summary>The changes after a revision, then those to come, until cancelled.</summary>
    /// <remarks>A null kind or namespace means all of them.</remarks>
    /// <exception cref="StatusException">Expired (410) when the past asked for is no longer kept.</exception>
    public IAsyncEnumerable<WatchEvent> Watch(
        ResourceType? type,
        string? ns,
        long fromRevision,
        CancellationToken ct
    ) => Watch(type, ns, fromRevision, bookmarks: false, ct);

    /// <inheritdoc cref="Watch(ResourceType?, string?, long, CancellationToken)"/>
    public IAsyncEnumerable<WatchEvent> Watch(
        ResourceType? type,
        string? ns,
        long fromRevision,
        bool bookmarks,
        CancellationToken ct
    ) => _history.WatchAsync(type, ns, fromRevision, bookmarks, ct);

    /// <summary>Sends a bookmark to each watch that asked for bookmarks.</summary>
    public void Bookmark()
    {
        // Under the gate no write stands between its revision and its event.
        lock (_gate)
            _history.Bookmark(_state.Revision);
    }

    private static ObjectKey Key(string? ns, string name) => new(ns ?? "", name);

    private static bool IsReleased(ResourceType type, JsonObject obj) =>
        obj.Metadata.ContainsKey("deletionTimestamp")
        && obj.Metadata.Number("deletionGracePeriodSeconds") is null or 0
        && obj.Metadata.Array("finalizers") is not { Count: > 0 }
        && !(type == ResourceTypes.Namespaces && obj.Object("spec")?.Array("finalizers") is { Count: > 0 });

    private static void CheckPreconditions(StoredObject current, string? uid, string? resourceVersion)
    {
        if (!string.IsNullOrEmpty(uid) && !string.Equals(uid, current.Uid, StringComparison.Ordinal))
        {
            var cause = $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}";
            throw StatusException.Conflict(current.Type, current.Name, cause);
        }
        if (!string.IsNullOrEmpty(resourceVersion) && Revisions.Parse(resourceVersion) != current.Revision)
            throw StatusException.Conflict(current.Type, current.Name);
    }

    private void AcceptNames(ResourceType type, JsonObject draft)
    {
        if (type != ResourceTypes.CustomResourceDefinitions)
            return;
        var name = draft.Metadata.Text("name");
        var others = List(type, ns: null).Where(other => other.Name != name).Select(other => other.Json);
        CustomResourceNames.Accept(draft, others, Timestamps.Format(_clock.GetUtcNow()));
    }

    private void Allocate(ResourceType type, JsonObject draft, bool dryRun)
    {
        if (type == ResourceTypes.Services && ServiceAddresses is not null && !dryRun)
            ServiceStrategy.AllocateAddress(draft, ServiceAddresses);
    }

    private StoredObject Put(
        ResourceType type,
        WatchEventType change,
        JsonObject json,
        StoredObject? previous,
        bool dryRun
    )
    {
        var revision = _state.Revision + 1;
        // A dry run shows what would be stored; a revision it has none.
        if (!dryRun)
            json.EnsureObject("metadata")["resourceVersion"] = Revisions.Format(revision);
        var stored = new StoredObject(type, json);
        if (!dryRun)
        {
            Advance(_state.With(stored, Key(stored.Namespace, stored.Name), revision));
            _history.Append(new WatchEvent(change, stored) { Previous = previous });
        }
        return stored;
    }

    private void Advance(StoreState state)
    {
        _state = state;
        _states.Add(state);
    }

    private StoredObject Remove(StoredObject current, JsonObject last, bool dryRun)
    {
        if (dryRun)
            return new StoredObject(current.Type, last);
        var revision = _state.Revision + 1;
        last.EnsureObject("metadata")["resourceVersion"] = Revisions.Format(revision);
        var removed = new StoredObject(current.Type, last);
        Advance(_state.Without(current.Type, Key(current.Namespace, current.Name), revision));
        if (current.Type == ResourceTypes.Services && ServiceAddresses is not null)
            ServiceStrategy.ReleaseAddress(last, ServiceAddresses);
        _history.Append(new WatchEvent(WatchEventType.Deleted, removed) { Previous = current });
        return removed;
    }
}
