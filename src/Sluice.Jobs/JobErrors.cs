using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>The codes of what can be wrong with a job file or with the arguments that stand for one.</summary>
public static class JobErrors
{
    /// <summary>No YAML.</summary>
    public static readonly ErrorCode Syntax = new("job.yaml_syntax", Fault.Job, "The file is not YAML. The caret shows where reading stopped.");

    /// <summary>A tab.</summary>
    public static readonly ErrorCode Tab = new("job.yaml_tab", Fault.Job, "A line is indented with a tab. YAML wants spaces.");

    /// <summary>Nothing in the file.</summary>
    public static readonly ErrorCode Empty = new("job.empty", Fault.Job, "The job file is empty or is not a map of keys.");

    /// <summary>More than one document.</summary>
    public static readonly ErrorCode SeveralDocuments = new("job.several_documents", Fault.Job, "A job file holds one YAML document.");

    /// <summary>A key that is no name.</summary>
    public static readonly ErrorCode BadKey = new("job.bad_key", Fault.Job, "A key of a map must be a single name.");

    /// <summary>Two keys of one name.</summary>
    public static readonly ErrorCode DuplicateKey = new("job.duplicate_key", Fault.Job, "A key is given twice in one map.");

    /// <summary>No such key.</summary>
    public static readonly ErrorCode UnknownKey = new("job.unknown_key", Fault.Job, "There is no such key here. `sluice schema` prints all keys.");

    /// <summary>A key that must be there.</summary>
    public static readonly ErrorCode MissingKey = new("job.missing_key", Fault.Job, "A key that the job needs is not there.");

    /// <summary>Another kind of value.</summary>
    public static readonly ErrorCode WrongKind = new("job.wrong_kind", Fault.Job, "The key takes another kind of value.");

    /// <summary>No unit or a wrong one.</summary>
    public static readonly ErrorCode WrongUnit = new(
        "job.wrong_unit", Fault.Job, "The value needs its unit: sizes 64MB, durations 10s, rates 20MB/s or 5000 rows/s.");

    /// <summary>Not one of the choices.</summary>
    public static readonly ErrorCode NotAChoice = new("job.not_a_choice", Fault.Job, "The key takes one of a list of values.");

    /// <summary>Out of range.</summary>
    public static readonly ErrorCode OutOfRange = new("job.out_of_range", Fault.Job, "The value is below the least or above the greatest allowed.");

    /// <summary>Not in this version.</summary>
    public static readonly ErrorCode NotSupported = new(
        "job.not_supported", Fault.Job, "The key is right, but this version of Sluice cannot do what it asks for and refuses it rather than ignore it.");

    /// <summary>No such version.</summary>
    public static readonly ErrorCode UnknownVersion = new("job.unknown_version", Fault.Job, "The job file's `version` is not one this program reads.");

    /// <summary>No such zone.</summary>
    public static readonly ErrorCode UnknownTimeZone = new("job.unknown_time_zone", Fault.Job, "`time_zone` is not a name of the IANA database, such as Asia/Shanghai.");

    /// <summary>A wrong pattern.</summary>
    public static readonly ErrorCode BadPattern = new(
        "job.bad_pattern", Fault.Job, "A pattern is neither a glob (`shop.*`, `shop.{name}`) nor a regular expression between slashes.");

    /// <summary>No such connection.</summary>
    public static readonly ErrorCode UnknownConnection = new(
        "job.unknown_connection", Fault.Job, "`connection` is neither a named connection nor an address that a connector knows.");

    /// <summary>No such format.</summary>
    public static readonly ErrorCode UnknownFormat = new("job.unknown_format", Fault.Job, "The connector has no format of this name.");

    /// <summary>Cannot be read.</summary>
    public static readonly ErrorCode NotASource = new("job.not_a_source", Fault.Job, "The connector cannot be read from.");

    /// <summary>Cannot be written.</summary>
    public static readonly ErrorCode NotASink = new("job.not_a_sink", Fault.Job, "The connector cannot be written to.");

    /// <summary>No such table.</summary>
    public static readonly ErrorCode UnknownTable = new("job.unknown_table", Fault.Job, "The source has no table of this name, or none that the pattern takes.");

    /// <summary>A rule that takes no table.</summary>
    public static readonly ErrorCode UnusedRule = new(
        "job.unused_rule", Fault.Job, "A rule takes no table. Correct its `match`, or mark it `optional: true`.");

    /// <summary>Nothing to copy.</summary>
    public static readonly ErrorCode NoTables = new("job.no_tables", Fault.Job, "The source has no table, or none is selected.");

    /// <summary>A filter for one table over several.</summary>
    public static readonly ErrorCode OneTableOnly = new(
        "job.one_table_only", Fault.Job, "`where` and `select` may stand at the top only when there is one table. Move them into rules under `tables:`.");

    /// <summary>Both at the top and in rules.</summary>
    public static readonly ErrorCode TopAndRules = new("job.top_and_rules", Fault.Job, "`where` and `select` stand at the top or in rules, not in both.");

    /// <summary>An expression without a name.</summary>
    public static readonly ErrorCode UnnamedExpression = new("job.unnamed_expression", Fault.Job, "A selected expression needs a name: `price * qty AS total`.");

    /// <summary>A variable that cannot be filled in.</summary>
    public static readonly ErrorCode UnknownVariable = new(
        "job.unknown_variable", Fault.Job, "A ${…} is neither run.date, run.start, var:NAME given by --set, env:NAME that is set, nor file:/PATH that can be read.");

    /// <summary>A variable nobody asked for.</summary>
    public static readonly ErrorCode UnusedVariable = new("job.unused_variable", Fault.Job, "--set gives a variable that the job does not use.");

    /// <summary>A literal password.</summary>
    public static readonly ErrorCode LiteralPassword = new(
        "job.literal_password", Fault.Job, "Warning: a password stands in the file or on the command line, where others can read it. Use ${env:NAME} or ${file:/path}.");

    /// <summary>A setting without effect.</summary>
    public static readonly ErrorCode NoEffect = new("job.no_effect", Fault.Job, "Warning: a setting has no effect on this job.");

    /// <summary>The file cannot be read.</summary>
    public static readonly ErrorCode CannotRead = new("job.cannot_read", Fault.Environment, "The job file, or a file it names, cannot be read.");

    /// <summary>A table that no rule takes.</summary>
    public static readonly ErrorCode NotCopied = new("job.not_copied", Fault.Job, "Warning: `source.tables` selects a table that no rule takes: it is not copied.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        Syntax, Tab, Empty, SeveralDocuments, BadKey, DuplicateKey, UnknownKey, MissingKey, WrongKind, WrongUnit, NotAChoice, OutOfRange, NotSupported,
        UnknownVersion, UnknownTimeZone, BadPattern, UnknownConnection, UnknownFormat, NotASource, NotASink, UnknownTable, UnusedRule, NoTables,
        OneTableOnly, TopAndRules, UnnamedExpression, UnknownVariable, UnusedVariable, LiteralPassword, NoEffect, CannotRead, NotCopied,
    ];
}
