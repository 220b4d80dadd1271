using System.Globalization;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Engine.Replay;

/// <summary>
/// Reads the text of one column back into values. Strict: a text that the cast would round, cut or read in another way than it is written is refused,
/// so that a replay writes exactly the value that the letter shows. Not thread-safe.
/// </summary>
internal sealed class LetterColumn
{
    private readonly Column _column;
    private readonly BoundExpression? _cast;
    private readonly Interpreter _interpreter = new(SessionContext.Default);
    private readonly object?[] _row = new object?[1];

    public LetterColumn(Column column)
    {
        _column = column;
        LogicalType type = column.Type;
        if (!type.IsCharacter && !type.IsBinary && !type.IsNested && type.Kind != TypeKind.Time)
            _cast = ExpressionBinder.Bind($"CAST(v AS {CastType(type)})", new TableSchema([new Column("v", LogicalType.VarChar(LogicalType.MaxLength))]), SessionContext.Default).OrThrow();
    }

    /// <summary>Why no text of the column can be read back; null when it can.</summary>
    public string? Refusal => _column.Type.IsNested ? $"column '{_column.Name}' is {_column.Type.Nullable()}, which a dead letter shows but cannot give back" : null;

    /// <summary>The value, or why there is none.</summary>
    public (object? Value, string? Problem) Read(string? text)
    {
        LogicalType type = _column.Type;
        if (text is null)
            return (null, type.IsNullable ? null : $"column '{_column.Name}' is NULL and must not be");
        if (type.IsCharacter)
            return CountOf(text) <= type.Length ? (text, null) : (null, Unfit(text));
        if (type.IsBinary)
            return Bytes(text) is { } bytes && bytes.Length <= type.Length ? (bytes, null) : (null, Unfit(text));
        object? value = type.Kind == TypeKind.Time ? TimeOf(text) : Cast(text);
        return value is not null && IsSame(ValueDisplay.Text(value, type)!, text) ? (value, null) : (null, Unfit(text));
    }

    private object? Cast(string text)
    {
        _row[0] = _column.Type.IsDateTime ? text.Replace('T', ' ').TrimEnd('Z') : text;
        return _interpreter.Evaluate(_cast!, _row) is { Error: null } result ? result.Value : null;
    }

    // Flink's cast knows whole seconds only.
    private static object? TimeOf(string text) => TimeOnly.TryParseExact(text, "HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
        ? time.Ticks / TimeSpan.TicksPerMicrosecond
        : null;

    private string Unfit(string text) => $"'{(text.Length > 100 ? text[..100] + "…" : text)}' is no value of column '{_column.Name}' {_column.Type.Nullable()}";

    private bool IsSame(string shown, string text) => Canonical(shown) == Canonical(text);

    // Zeros that change no value: those before a number, and those behind the point of a decimal or of seconds.
    private string Canonical(string text)
    {
        string canonical = text.Trim();
        if (_column.Type.Kind is TypeKind.Float or TypeKind.Double)
            return double.TryParse(canonical, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number.ToString("R", CultureInfo.InvariantCulture) : canonical;
        if (_column.Type.IsDateTime)
            canonical = canonical.Replace('T', ' ').TrimEnd('Z');
        if (canonical.Contains('.', StringComparison.Ordinal))
            canonical = canonical.TrimEnd('0').TrimEnd('.');
        if (_column.Type.IsNumeric)
        {
            bool isNegative = canonical.StartsWith('-');
            canonical = canonical.TrimStart('+', '-').TrimStart('0');
            canonical = canonical is "" or "." ? "0" : canonical.StartsWith('.') ? "0" + canonical : canonical;
            return isNegative && canonical != "0" ? "-" + canonical : canonical;
        }

        return canonical.ToUpperInvariant();
    }

    private static string CastType(LogicalType type) => type.Nullable().ToString();

    private static int CountOf(string text) => text.EnumerateRunes().Count();

    private static byte[]? Bytes(string text)
    {
        try
        {
            return text.StartsWith("0x", StringComparison.Ordinal) ? Convert.FromHexString(text.AsSpan(2)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
