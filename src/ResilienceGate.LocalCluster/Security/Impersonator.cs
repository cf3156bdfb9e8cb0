using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Security;

/// <summary>Lets a user act as another one who is named in the headers, when it may.</summary>
/// <remarks>
/// After <c>k8s.io/apiserver/pkg/endpoints/filters/impersonation</c>, version 1.36: first the constrained modes, which
/// need a right to act as the other and a right to do this very thing as another; at last the old verb
/// <c>impersonate</c>, which is good for everything. The mode <c>associated-node</c> is left out: no agent of a node runs
/// here.
/// </remarks>
internal sealed class Impersonator(AccessGuard guard)
{
    private const string AuthenticationGroup = "authentication.k8s.io";

    private static readonly Mode[] Modes =
    [
        new("arbitrary-node", wanted => wanted.IsNameOnly && wanted.Node is not null),
        new("serviceaccount", wanted => wanted.IsNameOnly && wanted.ServiceAccount is not null),
        new("user-info", wanted => wanted.Node is null && wanted.ServiceAccount is null),
        new(Constraint: null, _ => true),
    ];

    /// <returns>The user as whom the request is to be handled.</returns>
    /// <exception cref="StatusException">Forbidden; BadRequest for headers that name no user.</exception>
    public User ActAs(HttpRequest request, User requester, Access access)
    {
        if (ImpersonationHeaders.Read(request.Headers) is not { } wanted)
            return requester;
        StatusException? first = null;
        foreach (var mode in Modes.Where(mode => mode.Applies(wanted)))
        {
            try
            {
                RequireMode(mode, requester, wanted, access);
                return mode.Bearer(wanted);
            }
            catch (StatusException e) when (e.IsForbidden)
            {
                first ??= e;
            }
        }
        throw first ?? StatusException.Unauthorized();
    }

    private void RequireMode(Mode mode, User requester, ImpersonationHeaders wanted, Access access)
    {
        if (mode.Constraint is { } constraint)
            guard.Require(requester, access with { Verb = $"impersonate-on:{constraint}:{access.Verb}" });
        var users = mode.IsConstrained ? AuthenticationGroup : "";

        if (wanted.ServiceAccount is { } account)
            Require("", "serviceaccounts", account.Name, account.Namespace);
        else if (mode.IsConstrained && wanted.Node is { } node)
            Require(users, "nodes", node);
        else
            Require(users, "users", wanted.Name);
        if (wanted.Uid.Length > 0)
            Require(AuthenticationGroup, "uids", wanted.Uid);
        foreach (var group in wanted.Groups)
        {
            if (mode.IsConstrained && group is User.AdministratorsGroup)
                throw AccessGuard.Refusal(
                    requester,
                    Impersonation(users, "groups", group),
                    $"impersonating the {User.AdministratorsGroup} group is not allowed"
                );
            Require(users, "groups", group);
        }
        foreach (var (key, values) in wanted.Extra)
        foreach (var value in values)
            guard.Require(
                requester,
                Impersonation(AuthenticationGroup, "userextras", value) with
                {
                    Subresource = key,
                }
            );

        void Require(string group, string resource, string name, string? ns = null) =>
            guard.Require(requester, Impersonation(group, resource, name) with { Namespace = ns });

        Access.ToResource Impersonation(string group, string resource, string name) =>
            new()
            {
                Verb = mode.Verb,
                Group = group,
                Resource = resource,
                Name = name,
            };
    }

    /// <param name="Constraint">Null for the old mode.</param>
    /// <param name="Applies">Whom it is for.</param>
    private sealed record Mode(string? Constraint, Func<ImpersonationHeaders, bool> Applies)
    {
        public bool IsConstrained => Constraint is not null;

        public string Verb => Constraint is null ? "impersonate" : $"impersonate:{Constraint}";

        public User Bearer(ImpersonationHeaders wanted)
        {
            var groups =
                wanted.Groups.Count > 0 ? wanted.Groups
                : wanted.ServiceAccount is { } account ? account.Groups
                : IsConstrained && wanted.Node is not null ? [User.NodesGroup]
                : [];
            var user = new User(wanted.Name, groups) { Uid = wanted.Uid, Extra = wanted.Extra };
            return wanted.Name is User.AnonymousName ? user.With(User.UnauthenticatedGroup)
                : user.Has(User.UnauthenticatedGroup) ? user
                : user.With(User.AuthenticatedGroup);
        }
    }
}
