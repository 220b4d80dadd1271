using System.Globalization;
using System.Text.Json;
using Sluice.Connectors.Files;
using Sluice.Formats.Json;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.JsonLines;

/// <summary>Infers the schema of a JSON lines file from a sample, and says which keys a declared schema leaves out.</summary>
internal sealed class JsonLinesDescriber(IInputFile file, FormatReadRequest request)
{
    private const long SampleBytes = 16L << 20;
    private const long PipeSampleBytes = 512L << 10;

    public async ValueTask<FormatSchema> DescribeAsync(CancellationToken cancellationToken)
    {
        (JsonTypeGuess guess, long rows, bool isWhole) = await SampleAsync(cancellationToken).ConfigureAwait(false);
        string sample = string.Create(CultureInfo.InvariantCulture, $"{(isWhole ? "all" : "the first")} {rows} rows");
        if (request.Schema is { } declared)
        {
            string[] extra = [.. guess.Names.Except(declared.Columns.Select(c => c.Name), StringComparer.Ordinal)];
            return new FormatSchema(declared, null, extra.Length == 0 ? [] : [$"not read, because the schema does not name them: {string.Join(", ", extra)} (seen in {sample})"])
            {
                ExtraColumns = extra,
            };
        }

        if (guess.Names.Count == 0)
            throw new SluiceException(JsonErrors.NoRows, "the file has no row to infer a schema from", file.Path, "give the columns with schema:");
        var schema = new TableSchema([.. guess.Names.Select(n => new Column(n, guess.Field(n).Type))]);
        string types = string.Join(", ", schema.Columns.Select(c => $"{c.Name} {c.Type}"));
        return new FormatSchema(schema, null, [$"types inferred from {sample}: {types}; a row that does not fit is a dirty row, schema: decides otherwise"]);
    }

    private async ValueTask<(JsonTypeGuess Guess, long Rows, bool IsWhole)> SampleAsync(CancellationToken cancellationToken)
    {
        using var pool = new BufferPool(0);
        using var buffer = new TextBuffer(pool, request.Options.Integer("max_row") ?? TextOptions.DefaultMaxRow, 1 << 16);
        TextInput input = await TextInput.OfAsync(file, request.Options, cancellationToken).ConfigureAwait(false);
        IByteSource source = input.Open(file, 0, long.MaxValue);
        await using (source.ConfigureAwait(false))
        {
            while (buffer.Text.Length < 4 && await buffer.FillAsync(source, cancellationToken).ConfigureAwait(false))
            {
            }

            buffer.Start += TextInput.MarkLength(buffer.Text);
            var lines = new LineReader(source, buffer, 1);
            var guess = new JsonTypeGuess();
            long rows = 0;
            long wanted = request.Options.Integer("sample_rows") ?? TextOptions.DefaultSampleRows;
            long limit = file.Length is null ? PipeSampleBytes : SampleBytes;
            while (rows < wanted && source.SourceBytes <= limit)
            {
                if (!await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
                    return (guess, rows, true);
                rows += Add(guess, buffer, lines) ? 1 : 0;
            }

            return (guess, rows, false);
        }
    }

    /// <summary>A line that is no object will be a dirty row and decides nothing.</summary>
    private static unsafe bool Add(JsonTypeGuess guess, TextBuffer buffer, LineReader lines)
    {
        try
        {
            using var document = JsonDocument.Parse(new ReadOnlySpan<byte>(buffer.Data + lines.Start, lines.Length).ToArray());
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            guess.Add(document.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
