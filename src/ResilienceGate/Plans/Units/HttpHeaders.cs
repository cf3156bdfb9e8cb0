using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Headers of HTTP requests.</summary>
internal static class HttpHeaders
{
    private static readonly string[] Own =
    [
        "Host",
        "Content-Type",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
    ];

    public static ScalarForm<string> Form { get; } =
        new TextForm<string>(
            "a header, Name: value",
            @"^[A-Za-z0-9!#$%&'*+.^_`|~-]+:[\t -~]*$",
            "X-Tenant: shop",
            text =>
                Parsed
                    .Right(text)
                    .When(
                        t => !Own.Contains(t.Split(':')[0], StringComparer.OrdinalIgnoreCase),
                        "is a header that the probe sets itself; remove it"
                    )
        );
}
