using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>The file by which kubectl and every other client find the cluster and prove who they are.</summary>
internal static class Kubeconfig
{
    private const string Name = "resilience-gate";

    /// <summary>Writes the file so that only its owner can read it.</summary>
    public static async Task WriteAsync(
        string path,
        Uri server,
        string authorityPem,
        X509Certificate2 client,
        CancellationToken ct
    )
    {
        var key =
            client.GetECDsaPrivateKey() ?? throw new InvalidOperationException("The client certificate has no key.");
        var text = $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {Name}
              cluster:
                server: {server.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {Encode(authorityPem)}
            users:
            - name: {Name}
              user:
                client-certificate-data: {Encode(client.ExportCertificatePem())}
                client-key-data: {Encode(key.ExportPkcs8PrivateKeyPem())}
            contexts:
            - name: {Name}
              context:
                cluster: {Name}
                user: {Name}
            current-context: {Name}

            """;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        // A file left by an earlier cluster would keep its mode.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
    }

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
