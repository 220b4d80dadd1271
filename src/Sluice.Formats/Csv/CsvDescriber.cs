using System.Globalization;
using Sluice.Connectors.Files;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Finds the schema of a CSV file: the declared one checked against the header, or one inferred from a sample.</summary>
internal sealed class CsvDescriber(IInputFile file, FormatReadRequest request, CsvOptions options, TextInput input)
{
    private const long SampleBytes = 16L << 20;
    private const long PipeSampleBytes = 512L << 10;

    public async ValueTask<FormatSchema> DescribeAsync(CancellationToken cancellationToken)
    {
        using var pool = new BufferPool(0);
        if (request.Schema is not { } declared)
            return await InferAsync(pool, cancellationToken).ConfigureAwait(false);
        if (!options.HasHeader)
            return new FormatSchema(declared, null, []);
        CsvHeader header = await CsvHeader.ReadAsync(file, input, options, pool, cancellationToken).ConfigureAwait(false);
        if (header.Names.Count == 0)
            return new FormatSchema(declared, 0, ["the file is empty"]);
        _ = header.Map(declared, declared.Columns.Select(c => c.Name), file.Path, options);
        string[] extra = [.. header.Names.Except(declared.Columns.Select(c => c.Name), StringComparer.Ordinal)];
        return new FormatSchema(declared, null, extra.Length == 0 ? [] : [$"not read, because the schema does not name them: {string.Join(", ", extra)}"]) { ExtraColumns = extra };
    }

    private async ValueTask<FormatSchema> InferAsync(BufferPool pool, CancellationToken cancellationToken)
    {
        using var buffer = new TextBuffer(pool, options.MaxRow, 1 << 16);
        IByteSource source = input.Open(file, 0, long.MaxValue);
        await using (source.ConfigureAwait(false))
        {
            CsvHeader header = await CsvHeader.ReadAsync(file.Path, source, buffer, input, options, cancellationToken).ConfigureAwait(false);
            if (options.HasHeader && header.Names.Count == 0)
                throw CsvErrors.Empty(file.Path);
            List<string> names = [.. header.Names];
            if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw CsvErrors.Duplicate(file.Path, twice.Key);
            (List<CsvColumnGuess> guesses, long rows, bool isWhole) = await GuessAsync(source, buffer, names.Count, cancellationToken).ConfigureAwait(false);
            for (int i = names.Count; i < guesses.Count; i++)
                names.Add(string.Create(CultureInfo.InvariantCulture, $"column_{i + 1}"));
            if (names.Count == 0)
                throw CsvErrors.Empty(file.Path);
            var schema = new TableSchema([.. names.Select((n, i) => new Column(n, guesses[i].Type))]);
            return new FormatSchema(schema, null, [Note(schema, rows, isWhole)]);
        }
    }

    private static string Note(TableSchema schema, long rows, bool isWhole)
    {
        string from = rows == 0 ? "the header alone: all columns are STRING"
            : string.Create(CultureInfo.InvariantCulture, $"{(isWhole ? "all" : "the first")} {rows} rows: {string.Join(", ", schema.Columns.Select(c => $"{c.Name} {c.Type}"))}");
        return $"types inferred from {from}; a row that does not fit is a dirty row, schema: decides otherwise";
    }

    private async ValueTask<(List<CsvColumnGuess> Guesses, long Rows, bool IsWhole)> GuessAsync(
        IByteSource source, TextBuffer buffer, int width, CancellationToken cancellationToken)
    {
        var record = new CsvRecord(options);
        List<CsvColumnGuess> guesses = [.. Enumerable.Range(0, width).Select(_ => new CsvColumnGuess())];
        long rows = 0;
        long limit = file.Length is null ? PipeSampleBytes : SampleBytes;
        while (rows < options.SampleRows)
        {
            RecordKind kind = Read(record, buffer, isLast: false);
            if (kind == RecordKind.NeedsMore)
            {
                if (source.SourceBytes > limit)
                    return (guesses, rows, false);
                if (await buffer.FillAsync(source, cancellationToken).ConfigureAwait(false))
                    continue;
                if (buffer.Text.IsEmpty)
                    return (guesses, rows, true);
                kind = Read(record, buffer, isLast: true);
            }

            if (kind == RecordKind.Good && guesses.Count == 0)
                guesses.AddRange(record.Fields.Select(_ => new CsvColumnGuess()));
            bool isBlankValue = kind == RecordKind.Blank && guesses.Count == 1;
            if (kind == RecordKind.Good && record.Fields.Count == guesses.Count)
                Add(record, buffer, guesses);
            rows += isBlankValue || (kind == RecordKind.Good && record.Fields.Count == guesses.Count) ? 1 : 0;
            buffer.Start = record.Next < 0 ? buffer.End : record.Next;
        }

        return (guesses, rows, false);
    }

    private static unsafe RecordKind Read(CsvRecord record, TextBuffer buffer, bool isLast) => record.Read(buffer.Data, buffer.Start, buffer.End, isLast);

    private unsafe void Add(CsvRecord record, TextBuffer buffer, List<CsvColumnGuess> guesses)
    {
        for (int i = 0; i < guesses.Count; i++)
        {
            CsvField field = record.Fields[i];
            var text = new ReadOnlySpan<byte>(buffer.Data + field.Start, field.End - field.Start);
            if (CsvText.IsQuoted(text, options))
            {
                byte[] plain = new byte[text.Length];
                int length = CsvText.Unquote(text, plain, options);
                if (!options.QuotedNull || !CsvText.IsNull(plain.AsSpan(0, length), options))
                    guesses[i].Add(plain.AsSpan(0, length));
            }
            else if (!CsvText.IsNull(text, options))
            {
                guesses[i].Add(text);
            }
        }
    }
}
