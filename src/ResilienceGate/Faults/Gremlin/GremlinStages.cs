namespace ResilienceGate.Faults.Gremlin;

/// <summary>Reads Gremlin's words for the stages of an attack.</summary>
internal static class GremlinStages
{
    public static GremlinStage Of(string? word) =>
        word switch
        {
            "Pending" or "Distributed" or "Initializing" => GremlinStage.Starting,
            "Running" => GremlinStage.Running,
            "TearingDown" or "Halt" or "HaltDistributed" => GremlinStage.Ending,
            "InterruptTriggered" or "RollbackTriggered" or "RollbackStarted" => GremlinStage.Ending,
            "Successful" or "UserHalted" or "ClientAborted" => GremlinStage.Over,
            "InitializationFailed" or "InvalidArgument" or "TargetNotFound" => GremlinStage.NeverOn,
            "Failed" or "LostCommunication" or "TeardownFailed" or "HaltFailed" => GremlinStage.Lost,
            _ => GremlinStage.Unknown,
        };
}
