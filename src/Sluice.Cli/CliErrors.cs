using Sluice.Types;

namespace Sluice.Cli;

/// <summary>The codes of the command line itself.</summary>
internal static class CliErrors
{
    /// <summary>Wrong arguments.</summary>
    public static readonly ErrorCode Usage = new("cli.usage", Fault.Job, "The command line is wrong: an unknown command or flag, or an argument too few or too many. `sluice COMMAND --help` shows what there is.");

    /// <summary>Not in this version.</summary>
    public static readonly ErrorCode NotSupported = new("cli.not_supported", Fault.Job, "The flag is right, but this version of Sluice cannot do what it asks for and refuses it rather than ignore it.");

    /// <summary>No such connector.</summary>
    public static readonly ErrorCode UnknownConnector = new("cli.unknown_connector", Fault.Job, "There is no connector of this name. `sluice connectors` lists them.");

    /// <summary>No such code.</summary>
    public static readonly ErrorCode UnknownCode = new("cli.unknown_code", Fault.Job, "There is no error of this code. `sluice errors` lists them.");

    /// <summary>More than one table.</summary>
    public static readonly ErrorCode OneTable = new("cli.one_table", Fault.Job, "The command looks at one table, but the source has several. Name one with --table.");

    /// <summary>No plug-in.</summary>
    public static readonly ErrorCode BadPlugin = new("cli.bad_plugin", Fault.Environment, "A file in the plug-in folder cannot be loaded as a connector.");

    /// <summary>No dead letters.</summary>
    public static readonly ErrorCode NoDeadLetters = new("cli.no_dead_letters", Fault.Job, "The job names no folder for dead letters, or there are none of the run that was named. `sluice dead-letter list JOB` lists them.");

    /// <summary>Not to be replayed.</summary>
    public static readonly ErrorCode NoReplay = new("cli.no_replay", Fault.Job, "Only the dead letters of a run that wrote its other rows can be replayed, and only once.");

    /// <summary>Ours.</summary>
    public static readonly ErrorCode Bug = new("internal.bug", Fault.Bug, "Something happened in Sluice that should not. Please report it with the command and this text.");

    public static IReadOnlyList<ErrorCode> All { get; } = [Usage, NotSupported, UnknownConnector, UnknownCode, OneTable, BadPlugin, NoDeadLetters, NoReplay, Bug];
}
