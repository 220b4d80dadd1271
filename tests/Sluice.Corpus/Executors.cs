namespace Sluice.Corpus;

/// <summary>The executors that every case is run in.</summary>
internal static class Executors
{
    public static IReadOnlyList<IExecutor> All { get; } = [new InterpreterExecutor(), new EngineExecutor()];
}
