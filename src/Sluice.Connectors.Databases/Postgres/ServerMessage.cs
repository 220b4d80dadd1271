using System.Text;
using Npgsql;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>An error or notice of the server (protocol: ErrorResponse), by its fields.</summary>
internal sealed record ServerMessage
{
    public required string SqlState { get; init; }

    public required string Text { get; init; }

    public string? Detail { get; init; }

    public string? Hint { get; init; }

    /// <summary>The context, for example <c>COPY t, line 3, column price</c>.</summary>
    public string? Context { get; init; }

    public string? Column { get; init; }

    public string? Constraint { get; init; }

    /// <summary>Whether the error is about a row's values (class 22 data, 23 integrity, 44 view check) or raised by a trigger (P0001).</summary>
    public bool IsAboutRow =>
        SqlState.StartsWith("22", StringComparison.Ordinal) || SqlState.StartsWith("23", StringComparison.Ordinal)
        || SqlState.StartsWith("44", StringComparison.Ordinal) || SqlState is "P0001" or "54000";

    /// <summary>Whether the server ended the statement because two transactions waited for each other.</summary>
    public bool IsDeadlock => SqlState == "40P01";

    /// <summary>Whether one INSERT … ON CONFLICT has met two rows of one key.</summary>
    public bool IsRepeatedKey => SqlState == "21000";

    public static ServerMessage From(PostgresException error) => new()
    {
        SqlState = error.SqlState,
        Text = error.MessageText,
        Detail = error.Detail,
        Hint = error.Hint,
        Context = error.Where,
        Column = error.ColumnName,
        Constraint = error.ConstraintName,
    };

    /// <summary>Reads the body of an ErrorResponse: fields of a type byte and a zero-terminated text, ended by a zero byte.</summary>
    public static ServerMessage Parse(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<char, string>();
        while (body.Length > 1 && body[0] != 0)
        {
            char key = (char)body[0];
            int end = body[1..].IndexOf((byte)0);
            if (end < 0)
                break;
            fields[key] = Encoding.UTF8.GetString(body.Slice(1, end));
            body = body[(end + 2)..];
        }

        return new ServerMessage
        {
            SqlState = fields.GetValueOrDefault('C', "XX000"),
            Text = fields.GetValueOrDefault('M', "no message"),
            Detail = fields.GetValueOrDefault('D'),
            Hint = fields.GetValueOrDefault('H'),
            Context = fields.GetValueOrDefault('W'),
            Column = fields.GetValueOrDefault('c'),
            Constraint = fields.GetValueOrDefault('n'),
        };
    }
}
