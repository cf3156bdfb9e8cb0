using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>The cluster's own authority and what it signs, made at start and never written to disk but in the kubeconfig.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    /// <summary>Lets a client whose clock is behind connect.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private static readonly string[] ServerNames =
    [
        "localhost",
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
    ];

    private readonly DateTimeOffset _now;

    /// <param name="clock">Says from when on the certificates hold.</param>
    /// <param name="serviceAddress">The server's address besides loopback; null when it has none.</param>
    public ClusterCertificates(TimeProvider clock, IPAddress? serviceAddress)
    {
        _now = clock.GetUtcNow();
        using var key = NewKey();
        var request = Request("CN=resilience-gate-local-cluster", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Authority = request.CreateSelfSigned(_now - ClockSkew, _now + Validity);
        Server = IssueServer(serviceAddress);
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Server { get; }

    public string AuthorityPem => Authority.ExportCertificatePem();

    /// <summary>A certificate that proves a user's name (CN) and group (O).</summary>
    public X509Certificate2 IssueClient(string user, string group)
    {
        using var key = NewKey();
        var request = Request($"O={group}, CN={user}", key);
        return Issue(request, key, "1.3.6.1.5.5.7.3.2");
    }

    /// <summary>Whether the authority signed it and it is in force.</summary>
    public bool Signed(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Server.Dispose();
        Authority.Dispose();
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest Request(string subject, ECDsa key) =>
        new(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);

    private X509Certificate2 IssueServer(IPAddress? serviceAddress)
    {
        using var key = NewKey();
        var request = Request("CN=kube-apiserver", key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        if (serviceAddress is not null)
            names.AddIpAddress(serviceAddress);
        foreach (var name in ServerNames)
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return Issue(request, key, "1.3.6.1.5.5.7.3.1");
    }

    private X509Certificate2 Issue(CertificateRequest request, ECDsa key, string purpose)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        using var certificate = request.Create(
            Authority,
            _now - ClockSkew,
            new DateTimeOffset(Authority.NotAfter),
            RandomNumberGenerator.GetBytes(16)
        );
        return certificate.CopyWithPrivateKey(key);
    }
}
