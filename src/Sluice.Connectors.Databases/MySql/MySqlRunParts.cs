using System.Collections.Immutable;
using Sluice.Connectors.Runs;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>What the start and the end of a run share.</summary>
/// <param name="Sessions">Where sessions come from.</param>
/// <param name="Targets">The targets.</param>
/// <param name="Progress">What the target remembers; null in a run without a store.</param>
/// <param name="Scripts">The job's own statements.</param>
/// <param name="Writers">The sessions of the writers.</param>
/// <param name="LockTimeout">How long a statement may wait for a lock.</param>
/// <param name="Context">The run.</param>
internal sealed record MySqlRunParts(
    MySqlSessions Sessions, ImmutableArray<MySqlTarget> Targets, MySqlProgress? Progress, SinkScripts Scripts, WriterSessions Writers, TimeSpan LockTimeout, RunContext Context);
