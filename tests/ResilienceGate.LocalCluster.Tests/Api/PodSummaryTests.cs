using ResilienceGate.LocalCluster.Api.Tables;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>What <c>kubectl get pods</c> shows, after the cases of <c>TestPrintPod</c>.</summary>
public sealed class PodSummaryTests
{
    [Theory]
    [InlineData("""{"phase":"Pending"}""", "0/2", "Pending", 0)]
    [InlineData(
        """{"phase":"Running","containerStatuses":[{"ready":true,"restartCount":3,"state":{"running":{}}},{"restartCount":3}]}""",
        "1/2",
        "Running",
        6
    )]
    [InlineData(
        """{"phase":"Running","containerStatuses":[{"restartCount":2,"state":{"waiting":{"reason":"CrashLoopBackOff"}}},{"ready":true,"state":{"running":{}}}]}""",
        "1/2",
        "CrashLoopBackOff",
        2
    )]
    [InlineData(
        """{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}""",
        "0/2",
        "OOMKilled",
        0
    )]
    [InlineData(
        """{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]}""",
        "0/2",
        "ExitCode:3",
        0
    )]
    [InlineData(
        """{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":1,"signal":9}}}]}""",
        "0/2",
        "Signal:9",
        0
    )]
    [InlineData("""{"phase":"Failed","reason":"Evicted"}""", "0/2", "Evicted", 0)]
    [InlineData(
        """{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}},{"ready":true,"state":{"running":{}}}]}""",
        "1/2",
        "Running",
        0
    )]
    [InlineData(
        """{"phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":1,"state":{"running":{}}}]}""",
        "0/2",
        "Init:0/1",
        1
    )]
    [InlineData(
        """{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"ErrImagePull"}}}]}""",
        "0/2",
        "Init:ErrImagePull",
        0
    )]
    [InlineData(
        """{"phase":"Pending","conditions":[{"type":"PodScheduled","reason":"SchedulingGated"}]}""",
        "0/2",
        "SchedulingGated",
        0
    )]
    public void A_pods_state_is_said_in_a_word(string status, string ready, string reason, long restarts)
    {
        var pod = Json.Object(
            $$"""{"metadata":{},"spec":{"initContainers":[{"name":"i"}],"containers":[{},{}]},"status":{{status}} }"""
        );

        var summary = PodSummary.Of(pod);

        Assert.Equal((ready, reason, restarts), (summary.Ready, summary.Reason, summary.Restarts));
    }

    [Fact]
    public void A_pod_that_is_going_is_terminating()
    {
        var pod = Json.Object(
            """{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{"containers":[{}]},"status":{"phase":"Running"}}"""
        );

        Assert.Equal("Terminating", PodSummary.Of(pod).Reason);
    }

    // From the tests of k8s.io/apimachinery/pkg/util/duration.
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(70, "70s")]
    [InlineData(70 * 60, "70m")]
    [InlineData(47 * 60, "47m")]
    [InlineData(5 * 60 + 6, "5m6s")]
    [InlineData(5 * 3600, "5h")]
    [InlineData(2 * 3600 + 6 * 60, "126m")]
    [InlineData(4 * 3600 + 7 * 60, "4h7m")]
    [InlineData(26 * 3600, "26h")]
    [InlineData(50 * 3600, "2d2h")]
    [InlineData(10 * 86400, "10d")]
    [InlineData(3 * 365 * 86400 + 5 * 86400, "3y5d")]
    public void Durations_are_short(int seconds, string expected) =>
        Assert.Equal(expected, Cells.Duration(TimeSpan.FromSeconds(seconds)));
}
