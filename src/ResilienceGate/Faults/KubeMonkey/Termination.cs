using System.Globalization;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Faults.KubeMonkey;

/// <summary>When kube-monkey would have made one termination, counted from the one before.</summary>
/// <param name="WorkingDays">Days from Monday to Friday, at least 1. None of them takes any time here.</param>
/// <param name="At">The time of that day.</param>
internal sealed record Termination(int WorkingDays, TimeOnly At)
{
    /// <summary>Each working day it is made with a probability of 1 / <paramref name="mtbf"/>, at any minute of its hours.</summary>
    public static Termination Draw(Fault.KubeMonkey fault, int mtbf, Random random)
    {
        var days = 1;
        while (random.Next(mtbf) != 0)
            days++;
        var minute = random.Next((fault.EndHour - fault.StartHour) * 60);
        return new Termination(days, new TimeOnly(fault.StartHour, 0).AddMinutes(minute));
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"kube-monkey's next termination, after {WorkingDays} working day{(WorkingDays == 1 ? "" : "s")} at {At:HH:mm}"
        );
}
