using k8s;
using k8s.Models;
using ResilienceGate.Plans;

namespace ResilienceGate.Preflights;

/// <summary>Asks the cluster, before anything happens, whether it will allow what the plan needs.</summary>
internal sealed class AccessCheck(IKubernetes cluster)
{
    private const int AtOnce = 8;

    /// <summary>The permissions of the plan that the cluster denies.</summary>
    public Task<IReadOnlyList<Permission>> MissingAsync(Plan plan, CancellationToken ct) =>
        MissingAsync(RequiredPermissions.For(plan), ct);

    /// <summary>Those of these permissions that the cluster denies.</summary>
    public async Task<IReadOnlyList<Permission>> MissingAsync(
        IReadOnlyList<Permission> permissions,
        CancellationToken ct
    )
    {
        var missing = new List<Permission>();
        foreach (var some in permissions.DistinctBy(p => p with { Why = "" }).Chunk(AtOnce))
        {
            var allowed = await Task.WhenAll(some.Select(p => IsAllowedAsync(p, ct)));
            missing.AddRange(some.Where((_, i) => !allowed[i]));
        }
        return missing;
    }

    private async Task<bool> IsAllowedAsync(Permission permission, CancellationToken ct)
    {
        var resource = permission.Resource.Split('/', 2);
        var review = await cluster.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview
            {
                Spec = new V1SelfSubjectAccessReviewSpec
                {
                    ResourceAttributes = new V1ResourceAttributes
                    {
                        Verb = permission.Verb,
                        Group = permission.Group,
                        Resource = resource[0],
                        Subresource = resource.Length == 2 ? resource[1] : null,
                        NamespaceProperty = permission.Namespace,
                    },
                },
            },
            cancellationToken: ct
        );
        return review.Status?.Allowed is true;
    }
}
