using k8s;
using k8s.Models;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Network;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>Injects faults that are carried out from inside the target's pods.</summary>
/// <param name="image">Of the agent.</param>
/// <param name="confirm">Fails when the run does not hold its journal and its target any more.</param>
internal sealed class PodAgentInjector(
    IKubernetes cluster,
    string run,
    Target target,
    string image,
    TargetWatch watch,
    Func<CancellationToken, Task> confirm,
    TimeProvider time
) : IInjector
{
    public async Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var aim = PodSelection.Choose(experiment.Mode, state, radius, random);
        var refused = aim
            .Pods.Select(p => Refuses((Fault.InPod)experiment.Fault, p.Now))
            .FirstOrDefault(why => why is not null);
        if (refused is not null)
            return Aim.Refuse(new Refusal.ByTarget(refused));
        aim = aim with { Agent = AgentContainer.NewName(run) };
        return experiment.Fault is Fault.Network network ? await AimAsync(network, aim, random, ct) : aim;
    }

    public IInjection Prepare(Experiment experiment, Aim aim) =>
        new PodAgentInjection(
            cluster,
            new AgentSettings(
                run,
                target.Namespace,
                image,
                aim.Agent ?? throw new ArgumentException("The aim names no agent.", nameof(aim))
            ),
            (Fault.InPod)experiment.Fault,
            aim.Pods,
            aim.Network,
            watch,
            confirm,
            time
        );

    private async Task<Aim> AimAsync(Fault.Network fault, Aim aim, Random random, CancellationToken ct)
    {
        try
        {
            var peers = await new PeerReader(cluster, target.Namespace).ReadAsync(fault.Traffic, ct);
            return aim with { Network = new NetworkAim(peers, random.Next()) };
        }
        catch (InjectionRefusedException e)
        {
            return Aim.Refuse(new Refusal.ByChance(e.Message));
        }
    }

    private static string? Refuses(Fault.InPod fault, V1Pod pod) =>
        pod.Spec.HostNetwork is true
            ? $"{pod.Name()} uses the host's network: a fault in it would hit the node and its other tenants"
            : PodOrders.For(fault, pod.Spec, NetworkAim.None).Refused;
}
