using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ResilienceGate.LocalCluster.Security.Tokens;

/// <summary>The key of the cluster's tokens, made at start and never written to disk.</summary>
internal sealed class TokenSigner : IDisposable
{
    private static readonly JsonWebTokenHandler Handler = new();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _verification;

    public TokenSigner()
    {
        var key = new ECDsaSecurityKey(_key)
        {
            // As a real server names its keys: by the hash of the public one.
            KeyId = Base64UrlEncoder.Encode(SHA256.HashData(_key.ExportSubjectPublicKeyInfo())),
            // The cache of the library would outlive this cluster.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
        _verification = new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            // Of the claims the cluster's own clock and objects decide.
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        };
    }

    /// <returns>The token in the compact form of a JWT.</returns>
    public string Sign(JsonObject claims) => Handler.CreateToken(claims.ToJsonString(), _credentials);

    /// <summary>What a token says, whoever signed it.</summary>
    /// <returns>Null when it is no JWT.</returns>
    public static JsonWebToken? Read(string token)
    {
        if (!Handler.CanReadToken(token))
            return null;
        try
        {
            return Handler.ReadJsonWebToken(token);
        }
        catch (ArgumentException)
        {
            // It has the form of one, but its parts are no JSON.
            return null;
        }
    }

    public async Task<bool> SignedAsync(JsonWebToken token) =>
        (await Handler.ValidateTokenAsync(token, _verification)).IsValid;

    public void Dispose() => _key.Dispose();
}
