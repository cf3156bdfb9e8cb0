using System.Net;
using k8s.Models;
using ResilienceGate.Baselines;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Baselines;

public sealed class BaselineStoreTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IDisposable
{
    private const string MapName = "resilience-gate-baseline-deployment-model";

    private readonly string _folder = Directory.CreateTempSubdirectory("baselines-").FullName;
    private readonly ApiFaults _faults = new();
    private readonly TestTarget _target = TestTarget.Create(cluster, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder, "deep", "below", "baseline.json");

    public void Dispose()
    {
        _faults.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("configmap")]
    public async Task What_was_stored_is_read_again_and_changed(string kind)
    {
        var store = Store(kind);
        Assert.Empty((await store.ReadAsync(Ct)).Baselines);

        await store.UpdateAsync(book => book.With(Books.Baseline("one", "r1")), Ct);
        await store.UpdateAsync(book => book.With(Books.Baseline("other", "r2")), Ct);

        var read = await Store(kind).ReadAsync(Ct);
        Assert.Equal("r1", read.Find(Books.Target, Books.Fingerprint("one"))?.Runs[0].Run);
        Assert.Equal("r2", read.Find(Books.Target, Books.Fingerprint("other"))?.Runs[0].Run);
    }

    [Theory]
    [InlineData("file", "")]
    [InlineData("file", "{")]
    [InlineData("file", "null")]
    [InlineData("file", "[{\"format\":\"resilience-gate.io/baseline/v1\",\"runs\":[null]}]")]
    [InlineData("file", "[{\"format\":\"foreign\"}]")]
    [InlineData("configmap", "")]
    [InlineData("configmap", "{")]
    public async Task What_is_no_baseline_is_named_and_neither_read_nor_overwritten(string kind, string text)
    {
        var store = Store(kind);
        await WriteAsync(kind, text);

        var reading = await Assert.ThrowsAsync<GateException>(() => store.ReadAsync(Ct));
        var updating = await Assert.ThrowsAsync<GateException>(() =>
            store.UpdateAsync(book => book.With(Books.Baseline("one", "r1")), Ct)
        );

        Assert.Contains(kind is "file" ? FilePath : store.Place, reading.Message, StringComparison.Ordinal);
        Assert.Contains(kind is "file" ? FilePath : store.Place, updating.Message, StringComparison.Ordinal);
        Assert.Equal(text, await TextAsync(kind));
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_file_whole()
    {
        var store = Store("file");
        await store.UpdateAsync(book => book.With(Books.Baseline("one", "r1")), Ct);
        var before = await TextAsync("file");
        // What is written first stands in the way, so that the file itself is never reached.
        Directory.CreateDirectory($"{FilePath}.part");

        var error = await Assert.ThrowsAsync<GateException>(() =>
            store.UpdateAsync(book => book.With(Books.Baseline("one", "r2")), Ct)
        );

        Assert.Contains($"The baseline {FilePath} cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await TextAsync("file"));
    }

    [Fact]
    public async Task Nothing_but_the_baseline_is_left_beside_it()
    {
        await Store("file").UpdateAsync(book => book.With(Books.Baseline("one", "r1")), Ct);

        Assert.Equal([FilePath], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_named()
    {
        Directory.CreateDirectory(FilePath);

        var reading = await Assert.ThrowsAsync<GateException>(() => Store("file").ReadAsync(Ct));
        var updating = await Assert.ThrowsAsync<GateException>(() =>
            Store("file").UpdateAsync(book => book.With(Books.Baseline("one", "r1")), Ct)
        );

        Assert.StartsWith($"The baseline {FilePath} is a directory.", reading.Message, StringComparison.Ordinal);
        Assert.Equal(reading.Message, updating.Message);
    }

    [Fact]
    public async Task What_another_run_stored_meanwhile_is_not_lost()
    {
        await Store("configmap").UpdateAsync(book => book.With(Books.Baseline("one", "r1")), Ct);
        var text = BaselineText.Write(
            BaselineBook.Empty.With(Books.Baseline("one", "r1")).With(Books.Baseline("other", "r2"))
        );
        _faults.Before(HttpMethod.Put, MapName, () => Change(text));
        var store = new ConfigMapBaselineStore(cluster.Connect(_faults), _target.Plan);

        await store.UpdateAsync(book => book.With(Books.Baseline("third", "r3")), Ct);

        Assert.Equal(3, (await store.ReadAsync(Ct)).Baselines.Count);
        Assert.Equal(2, _faults.Asked.Count(a => a.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_first_runs_at_once_are_both_kept()
    {
        var text = BaselineText.Write(BaselineBook.Empty.With(Books.Baseline("one", "r1")));
        _faults.Before(HttpMethod.Post, "/configmaps", () => Create(text));

        await new ConfigMapBaselineStore(cluster.Connect(_faults), _target.Plan).UpdateAsync(
            book => book.With(Books.Baseline("other", "r2")),
            Ct
        );

        Assert.Equal(2, (await Store("configmap").ReadAsync(Ct)).Baselines.Count);
    }

    [Fact]
    public async Task Conflicts_without_end_are_given_up_in_words()
    {
        await Store("configmap").UpdateAsync(book => book, Ct);
        _faults.Refuse(HttpMethod.Put, MapName, HttpStatusCode.Conflict, "the object has been modified");

        var error = await Assert.ThrowsAsync<GateException>(() =>
            new ConfigMapBaselineStore(cluster.Connect(_faults), _target.Plan).UpdateAsync(book => book, Ct)
        );

        Assert.Contains("the object has been modified", error.Message, StringComparison.Ordinal);
        Assert.Contains(MapName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_write_is_explained()
    {
        _faults.Refuse(HttpMethod.Post, "/configmaps", HttpStatusCode.Forbidden, "configmaps is forbidden");

        var error = await Assert.ThrowsAsync<GateException>(() =>
            new ConfigMapBaselineStore(cluster.Connect(_faults), _target.Plan).UpdateAsync(book => book, Ct)
        );

        Assert.EndsWith("cannot be written: configmaps is forbidden", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_without_the_baseline_is_named_with_its_remedy()
    {
        Create(text: null);

        var error = await Assert.ThrowsAsync<GateException>(() => Store("configmap").ReadAsync(Ct));

        Assert.Contains("Delete the ConfigMap to start anew", error.Message, StringComparison.Ordinal);
    }

    private IBaselineStore Store(string kind) =>
        kind is "file" ? new FileBaselineStore(FilePath) : new ConfigMapBaselineStore(cluster.Client, _target.Plan);

    private async Task WriteAsync(string kind, string text)
    {
        if (kind is "configmap")
        {
            Create(text);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath) ?? _folder);
        await File.WriteAllTextAsync(FilePath, text, Ct);
    }

    private async Task<string?> TextAsync(string kind) =>
        kind is "file"
            ? await File.ReadAllTextAsync(FilePath, Ct)
            : cluster.Objects.ConfigMaps.Find(_target.Namespace, MapName)?.Data["baseline.json"];

    private void Create(string? text) =>
        cluster.Objects.ConfigMaps.Create(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = MapName, NamespaceProperty = _target.Namespace },
                Data = text is null ? [] : new Dictionary<string, string> { ["baseline.json"] = text },
            }
        );

    private void Change(string text) =>
        cluster.Objects.ConfigMaps.Change(
            _target.Namespace,
            MapName,
            map => map.Data = new Dictionary<string, string> { ["baseline.json"] = text }
        );
}
