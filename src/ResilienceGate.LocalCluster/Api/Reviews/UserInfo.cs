using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reviews;

/// <summary>A user as reviews show one.</summary>
internal static class UserInfo
{
    public static JsonObject Of(User user)
    {
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
            info["uid"] = user.Uid;
        info["groups"] = Texts(user.Groups);
        if (user.Extra.Count > 0)
            info["extra"] = new JsonObject(
                user.Extra.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)Texts(e.Value)))
            );
        return info;
    }

    /// <summary>A SelfSubjectReview.</summary>
    public static JsonObject Review(User user, DateTimeOffset now) =>
        new()
        {
            ["metadata"] = new JsonObject { ["creationTimestamp"] = Timestamps.Format(now) },
            ["status"] = new JsonObject { ["userInfo"] = Of(user) },
        };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
