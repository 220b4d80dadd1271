using System.Text;
using CsCheck;
using Sluice.Formats.Csv;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Csv;

public sealed class CsvSplitTests
{
    private static readonly CsvFormat s_csv = new();
    private static readonly TableSchema s_schema = FormatKit.Schema(("a", LogicalType.BigInt), ("b", LogicalType.String));

    private static string Row(int i) => (i % 5) switch
    {
        0 => $"{i},\"quoted, with \"\"quotes\"\"\n{i},and a line that looks like a row\n{new string('q', i % 300)}\"\n",
        1 => $"{i},\n",
        2 => $"{i},\"\"\r\n",
        3 => $"{i},数据😀{new string('x', i % 700)}\n",
        _ => $"{i},plain\n",
    };

    private static string Text(int rows)
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < rows; i++)
            text.Append(Row(i));
        return text.ToString();
    }

    [Fact]
    public async Task Parts_together_are_the_whole_file_with_the_same_lines()
    {
        string text = Text(40_000);

        ReadResult whole = await FormatKit.ReadAsync(s_csv, text, s_schema);
        ReadResult parts = await FormatKit.ReadAsync(s_csv, text, s_schema, settings: new FormatReadSettings { Parallelism = 4 });

        Assert.Equal(1, whole.Parts);
        Assert.True(parts.Parts > 3, $"{parts.Parts} parts");
        Assert.Equal(40_000, whole.Rows.Count);
        Assert.Equal(whole.Rows, parts.Rows);
        Assert.Equal(whole.Places, parts.Places);
    }

    [Fact]
    public async Task A_quote_out_of_place_ends_the_cutting_and_changes_no_row()
    {
        string text = Text(20_000) + "20000,lo\"ne\n" + Text(20_000)[4..];

        ReadResult whole = await FormatKit.ReadAsync(s_csv, text, s_schema);
        ReadResult parts = await FormatKit.ReadAsync(s_csv, text, s_schema, settings: new FormatReadSettings { Parallelism = 4 });

        Assert.Equal(40_000, whole.Rows.Count);
        Assert.Single(whole.Dirty);
        Assert.Equal(whole.Rows, parts.Rows);
        Assert.Equal(whole.Places, parts.Places);
        Assert.Equal(whole.DirtyTexts, parts.DirtyTexts);
    }

    [Fact]
    public void Blocks_of_any_size_give_the_same_rows()
    {
        Gen<string> field = Gen.Char["ab,\"\n\r 1é"].Array[0, 90].Select(c => new string(c));
        Gen.Select(Gen.Select(Gen.Int[0, 99], field).Array[0, 60], Gen.Int[1, 200], Gen.Int[1, 50]).Sample((rows, limit, batch) =>
        {
            string text = "a,b\n" + string.Concat(rows.Select(r => $"{r.Item1},\"{r.Item2.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
            ReadResult read = FormatKit.ReadAsync(s_csv, text, s_schema, settings: new FormatReadSettings { ReadLimit = limit, BatchRows = batch }).GetAwaiter().GetResult();
            Assert.Empty(read.DirtyTexts);
            Assert.Equal(rows.Select(r => new object?[] { (long)r.Item1, r.Item2 }), read.Rows);
        });
    }

    [Fact]
    public void Any_text_gives_the_same_rows_and_dirty_rows_by_blocks_and_byte_by_byte()
    {
        // Nonsense on purpose: quotes anywhere. The scan by blocks and the plain rules must agree on every row and every line.
        Gen<string> text = Gen.Char["a1,\"\n\r"].Array[0, 300].Select(c => new string(c));
        Gen.Select(text, Gen.Int[1, 100]).Sample((body, limit) =>
        {
            TableSchema schema = FormatKit.Schema(("a", LogicalType.String), ("b", LogicalType.String));
            ReadResult blocks = FormatKit.ReadAsync(s_csv, "a,b\n" + body, schema, settings: new FormatReadSettings { ReadLimit = limit }).GetAwaiter().GetResult();
            ReadResult bytes = FormatKit.ReadAsync(s_csv, "a,b\n" + body, schema, FormatKit.Options(("escape", "\x01"))).GetAwaiter().GetResult();
            if (body.Contains("\"\"", StringComparison.Ordinal))
                return;
            Assert.Equal(bytes.Rows, blocks.Rows);
            Assert.Equal(bytes.Places, blocks.Places);
            Assert.Equal(bytes.DirtyTexts, blocks.DirtyTexts);
        });
    }
}
