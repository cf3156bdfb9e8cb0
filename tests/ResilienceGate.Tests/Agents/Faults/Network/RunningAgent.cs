using System.Diagnostics;
using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Agents.Faults;
using ResilienceGate.Agents.Faults.Network;

namespace ResilienceGate.Tests.Agents.Faults.Network;

/// <summary>The agent as a pod has it: a process in the pod's network, spoken to through another one.</summary>
internal sealed class RunningAgent : IDisposable
{
    private readonly NetworkNamespace _pod;
    private readonly string _injection;
    private readonly Process _process;

    private RunningAgent(NetworkNamespace pod, string injection, Process process)
    {
        _pod = pod;
        _injection = injection;
        _process = process;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "ResilienceGate.dll");

    /// <summary>An agent that waits to be told to begin.</summary>
    public static async Task<RunningAgent> StartAsync(NetworkNamespace pod, NetworkOrder fault, TimeSpan lasts)
    {
        var order = new FaultOrder
        {
            Run = "test",
            Injection = $"test-{Guid.NewGuid():N}",
            BeginWithin = TimeSpan.FromMinutes(1),
            Lasts = lasts,
            Fault = fault,
        };
        var json = JsonSerializer.Serialize(order, AgentJson.Default.FaultOrder);
        var process = pod.Execute("dotnet", Program, "agent", FaultCommand.Name, FaultCommand.Hold, json);
        var agent = new RunningAgent(pod, order.Injection, process);
        Assert.IsType<FaultRecord.Ready>(await ReadAsync(process));
        return agent;
    }

    /// <returns>What proves that the fault is on.</returns>
    public async Task<string> BeginAsync() => Assert.IsType<FaultRecord.On>(await SayAsync(AgentDoor.Begin)).Proof;

    /// <returns>What proves that the fault is gone.</returns>
    public async Task<string?> StopAsync()
    {
        var proof = Assert.IsType<FaultRecord.Off>(await SayAsync(AgentDoor.Stop)).Proof;
        await _process.WaitForExitAsync(Ct);
        return proof;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Ct);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task<FaultRecord?> SayAsync(string word)
    {
        using var saying = _pod.Execute("dotnet", Program, "agent", FaultCommand.Name, word, _injection);
        return await ReadAsync(saying);
    }

    private static async Task<FaultRecord?> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(Ct) is { } line ? FaultLog.Read(line) : null;
}
