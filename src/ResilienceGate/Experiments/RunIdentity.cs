using System.Globalization;

namespace ResilienceGate.Experiments;

/// <summary>Names a run: when it began, and four random letters, fit for a label and an object's name.</summary>
internal static class RunIdentity
{
    private const string Letters = "bcdfghjkmnpqrstvwxz23456789";

    public static string New(DateTimeOffset now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{now:yyyyMMdd-HHmmss}-{System.Security.Cryptography.RandomNumberGenerator.GetString(Letters, 4)}"
        );
}
