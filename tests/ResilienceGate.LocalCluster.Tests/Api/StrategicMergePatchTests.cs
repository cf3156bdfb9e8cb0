using System.Text.Json.Nodes;
using k8s.Models;
using ResilienceGate.LocalCluster.Api.Patching;
using ResilienceGate.LocalCluster.Store.Schemas;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>The cases of the Kubernetes documentation and of the strategicpatch package.</summary>
public sealed class StrategicMergePatchTests
{
    [Theory]
    // "Update API Objects in Place Using kubectl patch": a container is added, by name, before those there were.
    [InlineData(
        """{"spec":{"containers":[{"name":"ctr","image":"nginx"}]}}""",
        """{"spec":{"containers":[{"name":"ctr-2","image":"redis"}]}}""",
        """{"spec":{"containers":[{"name":"ctr-2","image":"redis"},{"name":"ctr","image":"nginx"}]}}"""
    )]
    // ... and tolerations are replaced, for they have no merge key.
    [InlineData(
        """{"spec":{"tolerations":[{"key":"dedicated","effect":"NoSchedule"}]}}""",
        """{"spec":{"tolerations":[{"key":"disktype","effect":"NoSchedule"}]}}""",
        """{"spec":{"tolerations":[{"key":"disktype","effect":"NoSchedule"}]}}"""
    )]
    [InlineData(
        """{"spec":{"containers":[{"name":"c","env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"ports":[{"containerPort":80,"name":"http"}]}]}}""",
        """{"spec":{"containers":[{"name":"c","env":[{"name":"B","value":"3"}],"ports":[{"containerPort":80,"name":"web"},{"containerPort":81}]}]}}""",
        """{"spec":{"containers":[{"name":"c","env":[{"name":"A","value":"1"},{"name":"B","value":"3"}],"ports":[{"containerPort":80,"name":"web"},{"containerPort":81}]}]}}"""
    )]
    [InlineData(
        """{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}}""",
        """{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""",
        """{"spec":{"containers":[{"name":"b","image":"1"}]}}"""
    )]
    [InlineData(
        """{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}}""",
        """{"spec":{"containers":[{"name":"c","image":"2"},{"$patch":"replace"}]}}""",
        """{"spec":{"containers":[{"name":"c","image":"2"}]}}"""
    )]
    [InlineData(
        """{"metadata":{"labels":{"a":"1","b":"2"}}}""",
        """{"metadata":{"labels":{"$patch":"replace","c":"3"}}}""",
        """{"metadata":{"labels":{"c":"3"}}}"""
    )]
    [InlineData(
        """{"metadata":{"labels":{"a":"1","b":"2"}}}""",
        """{"metadata":{"labels":{"a":null}}}""",
        """{"metadata":{"labels":{"b":"2"}}}"""
    )]
    [InlineData(
        """{"metadata":{"finalizers":["a","b"]}}""",
        """{"metadata":{"finalizers":["c"]}}""",
        """{"metadata":{"finalizers":["c","a","b"]}}"""
    )]
    [InlineData(
        """{"metadata":{"finalizers":["a","b","c"]}}""",
        """{"metadata":{"$deleteFromPrimitiveList/finalizers":["b"]}}""",
        """{"metadata":{"finalizers":["a","c"]}}"""
    )]
    [InlineData(
        """{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}""",
        """{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}}""",
        """{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}}"""
    )]
    [InlineData(
        """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""",
        """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}}""",
        """{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}"""
    )]
    // What only the server knows keeps its place before what followed it.
    [InlineData(
        """{"spec":{"containers":[{"name":"a"},{"name":"server"},{"name":"b"}]}}""",
        """{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"},{"name":"c"}],"containers":[{"name":"c","image":"1"}]}}""",
        """{"spec":{"containers":[{"name":"a"},{"name":"server"},{"name":"b"},{"name":"c","image":"1"}]}}"""
    )]
    [InlineData("""{"spec":{"nodeName":"n"}}""", """{"spec":{"$patch":"delete"}}""", """{"spec":{}}""")]
    public void Lists_and_objects_merge_as_documented(string original, string patch, string expected) =>
        Json.AreEqual(Json.Object(expected), Apply(typeof(V1Pod), original, patch));

    [Fact]
    public void A_deployments_strategy_changes_whole()
    {
        var patched = Apply(
            typeof(V1Deployment),
            """{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"30%"}}}}""",
            """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}"""
        );

        Json.AreEqual(Json.Object("""{"spec":{"strategy":{"type":"Recreate"}}}"""), patched);
    }

    [Fact]
    public void The_original_is_left_as_it_was()
    {
        var original = Json.Object("""{"spec":{"containers":[{"name":"a","image":"1"}]}}""");
        var before = original.DeepClone();

        StrategicMergePatch.Apply(
            ModelSchemas.Of(typeof(V1Pod)),
            original,
            Json.Object("""{"spec":{"containers":[{"name":"a","image":"2"}]}}""")
        );

        Json.AreEqual(before, original);
    }

    private static JsonObject Apply(Type model, string original, string patch) =>
        StrategicMergePatch.Apply(ModelSchemas.Of(model), Json.Object(original), Json.Object(patch));
}
