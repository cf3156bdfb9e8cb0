using System.ComponentModel;
using System.Diagnostics;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>kubectl by script, where it is installed.</summary>
public sealed class KubectlTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 2
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
              - name: web
                image: web:1
                env: [{ name: A, value: "1" }]
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manifest_is_applied_changed_and_deleted()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);

        Assert.Equal("deployment.apps/web created\n", await KubectlAsync(Manifest, "apply", "-n", ns, "-f", "-"));
        Assert.Equal("deployment.apps/web unchanged\n", await KubectlAsync(Manifest, "apply", "-n", ns, "-f", "-"));
        Assert.Equal(
            "deployment.apps/web env updated\n",
            await KubectlAsync("", "set", "env", "-n", ns, "deployment/web", "B=2")
        );
        var changed = Manifest.Replace("web:1", "web:2", StringComparison.Ordinal);
        Assert.Equal("deployment.apps/web configured\n", await KubectlAsync(changed, "apply", "-n", ns, "-f", "-"));

        var container = "{.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].env[*].name}";
        Assert.Equal(
            "web:2 A B",
            await KubectlAsync("", "get", "-n", ns, "deployment", "web", "-o", $"jsonpath={container}")
        );
        Assert.Equal(
            "NAME   READY   UP-TO-DATE   AVAILABLE",
            (await KubectlAsync("", "get", "-n", ns, "deployments"))[..37]
        );
        Assert.StartsWith(
            "deployment.apps \"web\" deleted",
            await KubectlAsync("", "delete", "-n", ns, "deployment", "web"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Typed_commands_are_understood_though_they_speak_protobuf()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);

        Assert.Equal("yes\n", await KubectlAsync("", "auth", "can-i", "create", "pods", "-n", ns));
        Assert.Equal(
            "deployment.apps/made created\n",
            await KubectlAsync("", "create", "deployment", "made", "--image=web", "--replicas=0", "-n", ns)
        );

        Assert.Equal(
            0,
            cluster.Store.Find(ResourceTypes.Deployments, ns, "made")?.Json.Object("spec")?.Number("replicas")
        );
        Assert.Equal(EchoStreams.Log, await KubectlAsync("", "logs", "a", "-n", ns));
    }

    [Fact]
    public async Task A_service_account_is_given_a_role_and_a_token_and_may_do_what_they_say()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await KubectlAsync("", "create", "serviceaccount", "bob", "-n", ns);
        await KubectlAsync(
            "",
            "create",
            "role",
            "reader",
            "--verb=get,list",
            "--resource=pods,deployments.apps",
            "-n",
            ns
        );
        await KubectlAsync("", "create", "rolebinding", "bob", "--role=reader", $"--serviceaccount={ns}:bob", "-n", ns);
        var token = (await KubectlAsync("", "create", "token", "bob", "--duration=1h", "-n", ns)).Trim();

        var bob = $"--as=system:serviceaccount:{ns}:bob";
        Assert.Equal("yes\n", await KubectlAsync("", "auth", "can-i", "list", "deployments.apps", "-n", ns, bob));
        var rights = await KubectlAsync("", "auth", "can-i", "--list", "--no-headers", "-n", ns, bob);
        Assert.Matches(@"(?m)^pods +\[\] +\[\] +\[get list\]$", rights);
        Assert.Matches(@"(?m)^ +\[/healthz\] +\[\] +\[get\]$", rights);
        var review = await cluster
            .Bearer(token)
            .PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", Ct);
        Assert.Equal($"system:serviceaccount:{ns}:bob", review.Status.Object("userInfo")?.Text("username"));
    }

    private async Task<string> KubectlAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = cluster.KubeconfigPath;
        using var kubectl = Start(start);
        await kubectl.StandardInput.WriteAsync(input.AsMemory(), Ct);
        kubectl.StandardInput.Close();
        var errors = kubectl.StandardError.ReadToEndAsync(Ct);
        var output = await kubectl.StandardOutput.ReadToEndAsync(Ct);
        await kubectl.WaitForExitAsync(Ct);
        Assert.True(kubectl.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {await errors}");
        return output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("kubectl did not start.");
        }
        catch (Win32Exception)
        {
            Assert.Skip("kubectl is not installed.");
            throw;
        }
    }
}
