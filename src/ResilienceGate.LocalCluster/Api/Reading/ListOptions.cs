using System.Globalization;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reading;

/// <summary>The query of a list or watch.</summary>
internal sealed record ListOptions
{
    public bool Watch { get; private init; }

    /// <summary>Null when none is given, which is not the same as 0.</summary>
    public long? ResourceVersion { get; private init; }

    public string? ResourceVersionMatch { get; private init; }

    public bool AllowWatchBookmarks { get; private init; }

    public bool? SendInitialEvents { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public int? Limit { get; private init; }

    public string? Continue { get; private init; }

    /// <exception cref="StatusException">BadRequest or Invalid for options that contradict each other.</exception>
    public static ListOptions Parse(HttpRequest request)
    {
        var version = request.Query["resourceVersion"].ToString();
        var match = request.Query["resourceVersionMatch"].ToString();
        var options = new ListOptions
        {
            Watch = IsWatch(request),
            ResourceVersion = version.Length == 0 ? null : Revisions.Parse(version),
            ResourceVersionMatch = match.Length == 0 ? null : match,
            AllowWatchBookmarks = Flag(request, "allowWatchBookmarks") ?? false,
            SendInitialEvents = Flag(request, "sendInitialEvents"),
            Timeout = Number(request, "timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
            Limit = Number(request, "limit") is { } limit and > 0 ? (int)limit : null,
            Continue = request.Query["continue"].ToString() is { Length: > 0 } token ? token : null,
        };
        options.Check();
        return options;
    }

    public static bool IsWatch(HttpRequest request) => Flag(request, "watch") ?? false;

    private static bool? Flag(HttpRequest request, string name) =>
        request.Query[name].ToString() switch
        {
            "" => request.Query.ContainsKey(name) ? true : null,
            "true" or "1" or "t" or "T" or "True" or "TRUE" => true,
            _ => false,
        };

    private static long? Number(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StatusException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private void Check()
    {
        List<FieldError> errors = [.. Watch ? CheckWatch() : CheckList()];
        if (Continue is not null && ResourceVersionMatch is not null)
            errors.Add(
                Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided")
            );
        if (errors.Count > 0)
            throw Invalid(errors);
        if (Continue is not null && ResourceVersion is > 0)
            throw StatusException.BadRequest("specifying resource version is not allowed when using continue");
    }

    private IEnumerable<FieldError> CheckList()
    {
        const string Match = "resourceVersionMatch";
        if (ResourceVersionMatch is { } match)
        {
            if (ResourceVersion is null)
                yield return Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided");
            if (match is not ("Exact" or "NotOlderThan"))
                yield return FieldError.NotSupported(Match, match, "Exact", "NotOlderThan", "");
            if (match is "Exact" && ResourceVersion is 0)
                yield return Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
        if (SendInitialEvents is not null)
            yield return Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
    }

    private IEnumerable<FieldError> CheckWatch()
    {
        const string Match = "resourceVersionMatch";
        if (SendInitialEvents is not null && ResourceVersionMatch is not "NotOlderThan")
            yield return Forbidden(Match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        if (ResourceVersionMatch is not { } match)
            yield break;
        if (SendInitialEvents is null)
            yield return Forbidden(
                Match,
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
            );
        if (match is not "NotOlderThan")
            yield return FieldError.NotSupported(Match, match, "NotOlderThan");
    }

    private static FieldError Forbidden(string field, string why) => FieldError.Forbidden(field, why);

    private static StatusException Invalid(IReadOnlyList<FieldError> errors) =>
        StatusException.Invalid(new ResourceType("meta.k8s.io", "v1", "ListOptions", "listoptions", false), "", errors);
}
