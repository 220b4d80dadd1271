using Sluice.Expressions;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Expressions.Text;

/// <summary>Whole expressions of literals; the expectations are what Flink 2.2.1 gave.</summary>
public sealed class TextExpressionTests
{
    private static readonly TableSchema s_empty = new([]);

    [Theory]
    [InlineData("UPPER('straße')", "STRASS")]
    [InlineData("CHAR_LENGTH(UPPER('ß'))", 2)]
    [InlineData("TRIM(UPPER('ß'))", "S")]
    [InlineData("CAST(UPPER('ß') AS STRING)", "SS")]
    [InlineData("TRANSLATE('abc', CAST(NULL AS STRING), 'x')", "abc")]
    [InlineData("PRINTF('%5d|%-5d|%05d', 7, 7, 7)", "    7|7    |00007")]
    [InlineData("PRINTF('%x %X %o', -1, -1, -1)", "ffffffff FFFFFFFF 37777777777")]
    [InlineData("PRINTF('%,d %+d %(d', 1234567, 5, -5)", "1,234,567 +5 (5)")]
    [InlineData("PRINTF('%2$s %1$s %<s', 'a', 'b')", "b a a")]
    [InlineData("PRINTF('%d', 'a')", null)]
    [InlineData("PRINTF('%s')", null)]
    [InlineData("PRINTF('%.2f %e', CAST(1.005 AS DOUBLE), CAST(12345 AS DOUBLE))", "1.01 1.234500e+04")]
    [InlineData("PRINTF('%b %c%%', TRUE, 65)", "true A%")]
    [InlineData("ELT(2, 'a', 'b')", "b")]
    [InlineData("ELT(3, 'a', 'b')", null)]
    [InlineData("TYPEOF('a')", "CHAR(1) NOT NULL")]
    [InlineData("TYPEOF(CAST('a' AS STRING), TRUE)", "VARCHAR(2147483647) NOT NULL")]
    [InlineData("PARSE_URL('http://u:p@h.com:80/p/a?q=1&r=2#f', 'AUTHORITY')", "u:p@h.com:80")]
    [InlineData("PARSE_URL('http://u:p@h.com:80/p/a?q=1&r=2#f', 'QUERY', 'r')", "2")]
    [InlineData("PARSE_URL('xyz://h.com/a', 'PROTOCOL')", null)]
    [InlineData("REGEXP_REPLACE('😀x', '', '#')", "#?#?#x#")]
    [InlineData("REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)', 2)", "bar")]
    [InlineData("REGEXP('abc', '(')", false)]
    [InlineData("'abc' SIMILAR TO '[[:ALPHA:]]+'", true)]
    [InlineData("'abc' LIKE 'abc' ESCAPE ''", true)]
    [InlineData("'abc' LIKE '%' ESCAPE CAST(NULL AS STRING)", true)]
    [InlineData("JSON_VALUE('{\"a\":1.50}', '$.a')", "1.50")]
    [InlineData("JSON_VALUE('{\"a\":1e3}', '$.a')", "1E+3")]
    [InlineData("JSON_VALUE('{\"a\":{}}', 'lax $.a' DEFAULT 'e' ON EMPTY)", "e")]
    [InlineData("JSON_VALUE('{\"a\":{}}', '$.a' DEFAULT 'e' ON EMPTY DEFAULT 'r' ON ERROR)", "r")]
    [InlineData("JSON_VALUE('{\"a\":1} x', '$.a' RETURNING INTEGER)", 1)]
    [InlineData("JSON_QUERY('{\"b\":2,\"a\":[1,{\"d\":1,\"c\":null}]}', '$')", "{\"a\":[1,{\"c\":null,\"d\":1}],\"b\":2}")]
    [InlineData("JSON_QUERY('{\"a\":[{\"p\":1},{\"p\":20}]}', '$.a[?(@.p > 10)]')", "[{\"p\":20}]")]
    [InlineData("JSON_QUERY('{\"a\":1}', '$.a' WITH WRAPPER)", "[1]")]
    [InlineData("JSON_EXISTS('{\"a\":null}', 'lax $.a')", false)]
    [InlineData("JSON_OBJECT('b' : 1, 'a' : JSON_ARRAY(1.50, 'x') NULL ON NULL)", "{\"a\":[1.50,\"x\"],\"b\":1}")]
    [InlineData("JSON_OBJECT('b' VALUE 1, 'a' VALUE JSON_ARRAY(1.50, 'x'))", "{\"a\":[1.50,\"x\"],\"b\":1}")]
    [InlineData("JSON_UNQUOTE('\"a\\nb\"')", "a\nb")]
    [InlineData("'{\"a\":1' IS JSON", false)]
    public void Gives_what_Flink_gives(string text, object? expected) => Assert.Equal(expected, Evaluate(text).Value);

    [Theory]
    [InlineData("ENCODE('a', 'nosuch')", "the charset 'nosuch' is not known")]
    [InlineData("FROM_BASE64('****')", "'****' is not base64")]
    [InlineData("INSTR('a', 'a', 1, 0)", "the number of the appearance must be positive, not 0")]
    [InlineData("REPEAT('abc', 100000000)", "REPEAT would make a text of more than 67108864 characters")]
    [InlineData("'a' SIMILAR TO '('", "'(' is not a pattern of SIMILAR TO: unclosed group")]
    [InlineData("JSON_VALUE('{\"a\":\"x\"}', '$.a' RETURNING INTEGER)", "the JSON value at the path is no INT")]
    [InlineData("JSON_VALUE('{', '$.a' ERROR ON ERROR)", "the text is not JSON")]
    public void Fails_the_row_with_a_reason(string text, string reason) => Assert.Equal(reason, Evaluate(text).Error?.What);

    [Theory]
    [InlineData("REGEXP('a', '(?U)a')", "expression.unsupported_syntax: the regular expression '(?U)a' uses the flag (?U), which is not supported")]
    [InlineData("PRINTF('%g', 1)", "expression.unsupported_syntax: PRINTF's conversion %g is not supported")]
    [InlineData("JSON_VALUE('{}', '$.a.max()')", "expression.unsupported_syntax: the function max() of a JSON path is not supported")]
    [InlineData("'a' LIKE 'a!' ESCAPE '!'", "expression.invalid_constant: the pattern 'a!' has an invalid escape sequence at 2")]
    public void Refuses_by_name_when_binding(string text, string problem)
    {
        BindingResult result = ExpressionBinder.Bind(text, s_empty, SessionContext.Default);

        Assert.StartsWith(problem, Assert.Single(result.Problems).Render(), StringComparison.Ordinal);
    }

    private static (object? Value, EvalError? Error) Evaluate(string text)
    {
        BoundExpression expression = ExpressionBinder.Bind(text, s_empty, SessionContext.Default).OrThrow();
        EvalResult result = new Interpreter(SessionContext.Default).Evaluate(expression, []);
        return (result.Value, result.Error);
    }
}
