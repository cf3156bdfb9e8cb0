using ResilienceGate.Agents;
using ResilienceGate.Plans;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Experiments;

/// <summary>
/// Traffic of which nothing at all was answered: as a rule the plan or the network between probe and Service is wrong, and
/// not the model. Only accepted versions that answered the very same traffic make it the version's fault.
/// </summary>
internal static class UnansweredTraffic
{
    /// <returns>What most requests came to, and what to do about it; null when any was answered, be it wrongly.</returns>
    public static string? Explain(WindowTraffic traffic, Plan plan) =>
        traffic is { Sent: > 0, Good: 0, Wrong: 0, Trouble: { } trouble }
            ? $"None of {traffic.Sent} requests to the Service {plan.Target.Service}:{plan.Target.Port} was answered, and no "
                + $"accepted run says that they can be. {Remedy(trouble, plan)}"
            : null;

    private static string Remedy(Outcome trouble, Plan plan) =>
        trouble switch
        {
            Outcome.ClientError =>
                $"Most were refused by the server with a status of 400 to 499: does it serve '{plan.Probe.Model}' by "
                    + $"{plan.Probe.Protocol}, and does it accept the requests? Correct probe.model or probe.requests in the plan.",
            Outcome.ServerError => "Most ended with a status of 500 to 599: see the log of the model's pods.",
            Outcome.Malformed =>
                $"Most answers were not of the protocol {plan.Probe.Protocol}: correct target.service or probe.protocol in the plan.",
            Outcome.Truncated or Outcome.Stalled =>
                "Most answers were begun and never finished: see the log of the model's pods, and probe.stall in the plan.",
            Outcome.Shed =>
                "Most were never sent, because too many were on their way: lower probe.rate or probe.deadline in the plan.",
            _ =>
                $"Most found no one ({(trouble is Outcome.Timeout ? "no answer in time" : "the connection was refused or reset")}): "
                    + $"correct target.service in the plan, or let the probe's pods in namespace '{plan.Agent.Namespace}' through "
                    + "to it (a NetworkPolicy, or a mesh that insists on mTLS, keeps them out).",
        };
}
