using k8s.Models;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>The kinds that are questions: they are answered, and never stored.</summary>
internal static class ReviewTypes
{
    public static ResourceType SelfSubjectAccessReviews { get; } =
        new("authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", Namespaced: false)
        {
            Model = typeof(V1SelfSubjectAccessReview),
            Stored = false,
        };

    public static ResourceType SelfSubjectRulesReviews { get; } =
        new("authorization.k8s.io", "v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", Namespaced: false)
        {
            Model = typeof(V1SelfSubjectRulesReview),
            Stored = false,
        };

    public static ResourceType SubjectAccessReviews { get; } =
        new("authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", Namespaced: false)
        {
            Model = typeof(V1SubjectAccessReview),
            Stored = false,
        };

    public static ResourceType LocalSubjectAccessReviews { get; } =
        new("authorization.k8s.io", "v1", "LocalSubjectAccessReview", "localsubjectaccessreviews", Namespaced: true)
        {
            Model = typeof(V1LocalSubjectAccessReview),
            Stored = false,
        };

    public static ResourceType TokenReviews { get; } =
        new("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", Namespaced: false)
        {
            Model = typeof(V1TokenReview),
            Stored = false,
        };

    public static ResourceType SelfSubjectReviews { get; } =
        new("authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews", Namespaced: false)
        {
            Model = typeof(V1SelfSubjectReview),
            Stored = false,
        };

    public static IReadOnlyList<ResourceType> All { get; } =
    [
        SelfSubjectReviews,
        TokenReviews,
        LocalSubjectAccessReviews,
        SelfSubjectAccessReviews,
        SelfSubjectRulesReviews,
        SubjectAccessReviews,
    ];
}
