using System.Net;
using System.Net.Sockets;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes.Http;

/// <summary>What a failed call says about the server.</summary>
internal static class HttpFailure
{
    /// <param name="failure">What <see cref="SocketsHttpHandler"/> or a response's stream threw.</param>
    public static Outcome Classify(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
                return Classify(socket.SocketErrorCode);
        }

        var error = failure switch
        {
            HttpRequestException e => e.HttpRequestError,
            HttpIOException e => e.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return error switch
        {
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => Outcome.Refused,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => Outcome.Malformed,
            // The connection was closed before the response was complete.
            _ => Outcome.Reset,
        };
    }

    /// <summary>The outcome of a complete response whose status is not 200; null when it is.</summary>
    public static Outcome? Classify(HttpStatusCode status) =>
        (int)status switch
        {
            200 => null,
            >= 400 and < 500 => Outcome.ClientError,
            >= 500 => Outcome.ServerError,
            // No redirect is followed, and no other success stands for an answer.
            _ => Outcome.Malformed,
        };

    private static Outcome Classify(SocketError error) =>
        error switch
        {
            SocketError.ConnectionRefused
            or SocketError.HostUnreachable
            or SocketError.HostDown
            or SocketError.HostNotFound
            or SocketError.NetworkUnreachable
            or SocketError.NetworkDown
            or SocketError.TryAgain
            or SocketError.AccessDenied => Outcome.Refused,
            SocketError.TimedOut => Outcome.Timeout,
            // The probe's own machine has no port, file or buffer left: nothing went out, and the model is not to blame.
            SocketError.AddressNotAvailable
            or SocketError.AddressAlreadyInUse
            or SocketError.TooManyOpenSockets
            or SocketError.NoBufferSpaceAvailable => Outcome.Shed,
            _ => Outcome.Reset,
        };
}
