using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sources;
using Sluice.Types;
using Sluice.UnitTests.Formats;
using Xunit;

namespace Sluice.UnitTests.Connectors.Files.Files;

public sealed class FilesSourceTests : IDisposable
{
    private readonly FilesKit _kit = new();

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData("orders.csv", true)]
    [InlineData("/data/in/*.csv.gz", true)]
    [InlineData("./lake/orders", true)]
    [InlineData("file:///data/x.csv", true)]
    [InlineData("-", true)]
    [InlineData("dir/a:b.csv", true)]
    [InlineData("postgres://h/db", false)]
    [InlineData("sqlite:shop.db", false)]
    [InlineData("s3://bucket/x.csv", false)]
    public void Recognizes_paths_and_nothing_else(string address, bool isPath) => Assert.Equal(isPath, _kit.Connector.Recognizes(address));

    [Fact]
    public async Task Describes_a_file_by_its_inferred_schema_and_says_so()
    {
        _kit.Write("orders.csv", "id,name,price,day,zip\n1,a,1.50,2026-01-01,01234\n2,,20.25,2026-01-02,99999\n");

        TableDescription table = await _kit.DescribeAsync("orders.csv");

        Assert.Equal(new TableName(null, "orders"), table.Name);
        Assert.Equal(["id BIGINT", "name STRING", "price DECIMAL(18, 2)", "day DATE", "zip STRING"], table.Schema.Columns.Select(c => c.ToString()));
        Assert.Equal(
            ["types inferred from all 2 rows: id BIGINT, name STRING, price DECIMAL(18, 2), day DATE, zip STRING; a row that does not fit is a dirty row, schema: decides otherwise"],
            table.Notes);
    }

    [Fact]
    public async Task Reads_files_of_a_folder_with_partition_folders_as_columns()
    {
        _kit.Write("sales/dt=2026-01-01/region=eu%2Fwest/a.csv", "id\n1\n");
        _kit.Write("sales/dt=2026-01-02/region=__HIVE_DEFAULT_PARTITION__/b.csv", "id\n2\n");
        _kit.Write("sales/_SUCCESS", "");
        _kit.Write("sales/dt=2026-01-01/.sluice-x~part.csv", "id\n99\n");

        TableDescription table = await _kit.DescribeAsync("sales");

        Assert.Equal(["id BIGINT", "dt DATE", "region STRING"], table.Schema.Columns.Select(c => c.ToString()));
        Assert.Equal([[1L, 20_454, "eu/west"], [2L, 20_455, null]], await _kit.ReadAllAsync("sales"));
        Assert.Equal([["eu/west", 1L], [null, 2L]], await _kit.ReadAllAsync("sales", columns: ["region", "id"]));
    }

    [Fact]
    public async Task A_declared_schema_decides_the_types_of_partitions_too()
    {
        _kit.Write("s/y=2026/a.csv", "id\n1\n");
        var spec = new SourceSpec { Schema = FormatKit.Schema(("id", LogicalType.String), ("y", LogicalType.String)) };

        Assert.Equal([["1", "2026"]], await _kit.ReadAllAsync("s", spec));
    }

    [Fact]
    public async Task Reads_a_glob_as_one_table_in_the_order_of_names()
    {
        _kit.Write("in/b.csv", "id\n2\n");
        _kit.Write("in/a.csv", "id\n1\n");
        _kit.Write("in/c.txt", "x");

        Assert.Equal([[1L], [2L]], await _kit.ReadAllAsync("in/*.csv"));
        Assert.Equal("in", (await _kit.DescribeAsync("in/*.csv")).Name.Name);
    }

    [Theory]
    [InlineData("id,name\n1,x\n", "id\n2\n", "in/b.csv has no column 'name', which in/a.csv has", "csv.missing_column")]
    [InlineData("id\n1\n", "id,more\n2,x\n", "in/b.csv has a column 'more', which in/a.csv has not", "files.schema_differs")]
    public async Task Names_the_file_and_the_column_that_differ(string first, string second, string what, string code)
    {
        _kit.Write("in/a.csv", first);
        _kit.Write("in/b.csv", second);

        SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => _kit.DescribeAsync("in"));

        Assert.Equal(code, error.Code.Name);
        Assert.Contains("in/b.csv", error.Message, StringComparison.Ordinal);
        if (code == "files.schema_differs")
            Assert.Equal(what, error.Problems[0].What);
    }

    [Fact]
    public async Task Says_what_is_missing()
    {
        SluiceException none = await Assert.ThrowsAsync<SluiceException>(() => _kit.DescribeAsync("none/*.csv"));
        _kit.Write("x.dat", "");
        SluiceException format = await Assert.ThrowsAsync<SluiceException>(() => _kit.DescribeAsync("x.dat"));

        Assert.Equal("files.not_found: no file matches none/*.csv\n  at none/*.csv\n  fix: check the path", none.Message);
        Assert.Equal("files.unknown_format: the format of x.dat is not known\n  at x.dat\n  fix: say format: csv or jsonl", format.Message);
    }

    [Fact]
    public async Task Overrides_one_type_and_keeps_the_others()
    {
        _kit.Write("a.csv", "id,n\n1,2\n");
        var spec = new SourceSpec { ColumnTypes = System.Collections.Immutable.ImmutableDictionary<string, LogicalType>.Empty.Add("n", LogicalType.Decimal(5, 1)) };

        Assert.Equal([[1L, (Int128)20]], await _kit.ReadAllAsync("a.csv", spec));
    }

    [Fact]
    public async Task Dirty_rows_name_the_file_as_the_user_knows_it()
    {
        _kit.Write("in/a.csv", "id\n1\n2\n");
        _kit.Write("in/b.csv", "id\n3\nx\n");

        await _kit.ReadAllAsync("in");

        Assert.Equal("in/b.csv:3", Assert.Single(_kit.Dirty).Position);
    }
}
