namespace Sluice.Engine.Events;

/// <summary>Takes the events of a run: the terminal, <c>--json</c>, later the server. Called from the run's threads, one call at a time.</summary>
public interface IRunEvents
{
    /// <summary>Takes one event. Must not block for long and must not throw.</summary>
    void Publish(RunEvent runEvent);
}
