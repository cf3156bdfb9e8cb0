using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ResilienceGate.LocalCluster.Security;

namespace ResilienceGate.LocalCluster.Api;

internal static class AuthenticatedContext
{
    extension(HttpContext context)
    {
        /// <summary>Whose request it is, once that is known.</summary>
        public User Requester => context.Features.GetRequiredFeature<User>();
    }
}
