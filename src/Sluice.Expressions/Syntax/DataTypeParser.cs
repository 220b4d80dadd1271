using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Reads data types as Flink spells them: <c>DECIMAL(12, 2) NOT NULL</c>, <c>ROW&lt;x INT, y STRING&gt;</c>.</summary>
public static class DataTypeParser
{
    /// <summary>Reads a type.</summary>
    /// <returns>The type; null with a problem when the text is none.</returns>
    public static LogicalType? TryParse(string text, out Problem? problem)
    {
        problem = null;
        try
        {
            var reader = new TokenReader(new SourceText(text));
            LogicalType type = new DataTypeReader(reader).Read();
            return reader.Current.Kind == TokenKind.End ? type : throw reader.Unexpected("the end of the type");
        }
        catch (SyntaxException error)
        {
            problem = error.Problem;
            return null;
        }
    }

    /// <summary>Reads a type.</summary>
    /// <exception cref="SluiceException">The text is none.</exception>
    public static LogicalType Parse(string text) => TryParse(text, out Problem? problem) ?? throw new SluiceException(problem!);
}
