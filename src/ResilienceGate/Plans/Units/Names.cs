using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Names as Kubernetes has them (RFC 1123), and names of models, images and experiments.</summary>
internal static class Names
{
    public const string LabelPart = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    public const string SubdomainPart = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    /// <summary>Namespaces of the cluster itself: a fault or load there is a fault in everybody's cluster.</summary>
    private static readonly string[] Protected = ["kube-system", "kube-public", "kube-node-lease"];

    public static ScalarForm<string> Namespace { get; } =
        new TextForm<string>(
            "the name of a namespace (lower-case letters, digits and -, at most 63)",
            $"^{LabelPart}$",
            "recommender",
            text =>
                Parsed
                    .Right(text)
                    .When(
                        n => !Protected.Contains(n),
                        "belongs to the cluster itself and is never touched; name the namespace of your model"
                    )
        );

    /// <summary>Of a container, and of other objects that are named like one.</summary>
    public static ScalarForm<string> Container { get; } =
        new TextForm<string>(
            "the name of a container (lower-case letters, digits and -, at most 63)",
            $"^{LabelPart}$",
            "model",
            text => text
        );

    public static ScalarForm<string> ServiceAccount { get; } = Subdomain("a service account", "resilience-gate-agent");

    public static ScalarForm<string> Secret { get; } = Subdomain("a Secret", "registry");

    /// <summary>Letters, digits and <c>. _ : -</c>: what stands in the path of a URL as it is.</summary>
    public static ScalarForm<string> Model { get; } =
        new TextForm<string>(
            "the name of a model (letters, digits and . _ : -)",
            "^[A-Za-z0-9][A-Za-z0-9._:-]{0,252}$",
            "recommender",
            text => text
        );

    /// <summary>Of a model that is named within a request: also with its organisation, or the path it was loaded from.</summary>
    public static ScalarForm<string> ChatModel { get; } =
        new TextForm<string>(
            "the name of a model (letters, digits and . _ : - /)",
            "^[A-Za-z0-9/][A-Za-z0-9._:/-]{0,252}$",
            "example/chat-7b",
            text => text
        );

    /// <summary>A reference to an image: registry, path, tag, digest.</summary>
    public static ScalarForm<string> Image { get; } =
        new TextForm<string>(
            "a reference to an image",
            @"^([A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$",
            "registry.example.com/resilience-gate:1",
            text => text
        );

    /// <summary>One line for people.</summary>
    public static ScalarForm<string> Title { get; } =
        new TextForm<string>("a name of 1 to 80 characters", @"^\S(.{0,78}\S)?$", "a pod is killed", text => text);

    private static TextForm<string> Subdomain(string what, string example) =>
        new($"the name of {what} (lower-case letters, digits, - and .)", $"^{SubdomainPart}$", example, text => text);

    /// <summary>A path, relative to the plan's folder or absolute.</summary>
    public static ScalarForm<string> File(string example) =>
        new TextForm<string>("the path of a file, relative to the plan", "^.{0,1023}[^/ ]$", example, text => text);
}
