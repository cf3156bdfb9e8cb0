using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Isolation.Namespaces;

public sealed class PrivilegesTests
{
    [Fact]
    public void A_container_that_gives_everything_up_can_only_read() =>
        Assert.Equal(
            "setpriv --clear-groups --regid=0 --reuid=65532 --inh-caps=-all,+dac_read_search "
                + "--ambient-caps=+dac_read_search --bounding-set=-all,+dac_read_search --no-new-privs --",
            Words(
                new V1SecurityContext
                {
                    RunAsUser = 65532,
                    AllowPrivilegeEscalation = false,
                    Capabilities = new V1Capabilities { Drop = ["ALL"] },
                }
            )
        );

    [Fact]
    public void Nobody_may_change_a_network_who_did_not_ask_for_it()
    {
        Assert.DoesNotContain("net_admin", Words(new V1SecurityContext()), StringComparison.Ordinal);
        var asked = new V1SecurityContext { Capabilities = new V1Capabilities { Add = ["CAP_NET_ADMIN"] } };
        Assert.Contains(",+net_admin", Words(asked), StringComparison.Ordinal);
    }

    [Fact]
    public void A_privileged_container_keeps_everything() =>
        Assert.Equal("setpriv --clear-groups --regid=0 --", Words(new V1SecurityContext { Privileged = true }));

    private static string Words(V1SecurityContext context) =>
        string.Join(
            ' ',
            Privileges.Of(new V1PodSpec(), new V1Container { SecurityContext = context }).Words("setpriv")
        );
}
