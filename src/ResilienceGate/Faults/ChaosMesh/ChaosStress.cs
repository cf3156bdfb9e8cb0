using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>Stress in the words of StressChaos.</summary>
internal static class ChaosStress
{
    /// <summary>Without a number of workers: as many as the pod may use processors, as the gate's own stress has it.</summary>
    public static JsonObject Cpu(Fault.CpuStress fault, IReadOnlyList<PodTimes> pods) =>
        Stressor(
            "cpu",
            new JsonObject
            {
                ["workers"] = fault.Workers ?? pods.Select(p => Processors(p.Now)).DefaultIfEmpty(1).Max(),
                ["load"] = (int)Math.Round(fault.Load * 100),
            }
        );

    /// <summary>
    /// It adds a size to what the pod uses already; to fill a pod up to its limit is not something that it can be asked.
    /// </summary>
    /// <returns>Null without a size.</returns>
    public static JsonObject? Memory(Fault.MemoryStress fault) =>
        fault.Size is { } size
            ? Stressor(
                "memory",
                new JsonObject { ["workers"] = 1, ["size"] = string.Create(CultureInfo.InvariantCulture, $"{size}B") }
            )
            : null;

    private static JsonObject Stressor(string kind, JsonObject stressor) =>
        new() { ["stressors"] = new JsonObject { [kind] = stressor } };

    private static int Processors(V1Pod pod) =>
        (pod.Spec?.Containers ?? [])
            .Select(c => c.Resources?.Limits is { } l && l.TryGetValue("cpu", out var cpu) ? cpu.ToDecimal() : 0)
            .Sum()
            is var sum
                and > 0
            ? (int)decimal.Ceiling(sum)
            : 1;
}
