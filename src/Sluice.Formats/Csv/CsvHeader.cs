using System.Globalization;
using Sluice.Connectors.Files;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>The names in a file's first record, and what stands before the first row.</summary>
/// <param name="Names">The names; a field without one is called <c>column_n</c>. Without a header line: empty.</param>
/// <param name="Bytes">UTF-8 bytes before the first row: byte order mark, blank lines, header.</param>
/// <param name="Lines">Lines before the first row.</param>
internal sealed record CsvHeader(IReadOnlyList<string> Names, int Bytes, int Lines)
{
    /// <summary>Reads the header of a file, opening it anew.</summary>
    public static async ValueTask<CsvHeader> ReadAsync(IInputFile file, TextInput input, CsvOptions options, BufferPool pool, CancellationToken cancellationToken)
    {
        using var buffer = new TextBuffer(pool, options.MaxRow, 1 << 13);
        IByteSource source = input.Open(file, 0, long.MaxValue);
        await using (source.ConfigureAwait(false))
            return await ReadAsync(file.Path, source, buffer, input, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the header from the start of a text; the buffer stands behind it afterwards.</summary>
    public static async ValueTask<CsvHeader> ReadAsync(
        string path, IByteSource source, TextBuffer buffer, TextInput input, CsvOptions options, CancellationToken cancellationToken)
    {
        while (buffer.Text.Length < 4 && await buffer.FillAsync(source, cancellationToken).ConfigureAwait(false))
        {
        }

        int mark = TextInput.MarkLength(buffer.Text);
        buffer.Start += mark;
        if (!options.HasHeader)
            return new CsvHeader([], mark, 0);
        var record = new CsvRecord(options);
        (int bytes, int lines) = (mark, 0);
        while (true)
        {
            RecordKind kind = Read(record, buffer, isLast: false);
            if (kind == RecordKind.NeedsMore)
            {
                if (await buffer.FillAsync(source, cancellationToken).ConfigureAwait(false))
                    continue;
                if (buffer.Text.IsEmpty)
                    return new CsvHeader([], bytes, lines);
                kind = Read(record, buffer, isLast: true);
            }

            if (kind is not RecordKind.Good and not RecordKind.Blank)
                throw CsvErrors.BadHeader(path, kind, lines + 1, CsvReader.Describe(kind));
            if (kind == RecordKind.Good && HasLoneReturn(record, buffer, options))
                throw CsvErrors.OldLineEnds(path);
            IReadOnlyList<string>? names = kind == RecordKind.Good ? NamesOf(record, buffer, path, input, options) : null;
            bytes += record.Next - buffer.Start;
            lines += record.Lines;
            buffer.Start = record.Next;
            if (names is not null)
                return new CsvHeader(names, bytes, lines);
        }
    }

    /// <summary>Whether a carriage return stands in a name that is not quoted: lines of the file end with it alone.</summary>
    private static bool HasLoneReturn(CsvRecord record, TextBuffer buffer, CsvOptions options)
    {
        foreach (CsvField field in record.Fields)
        {
            ReadOnlySpan<byte> text = buffer.Text[(field.Start - buffer.Start)..(field.End - buffer.Start)];
            if (text.Length > 0 && text[0] != options.QuoteByte && text.Contains((byte)'\r'))
                return true;
        }

        return false;
    }

    private static unsafe RecordKind Read(CsvRecord record, TextBuffer buffer, bool isLast) => record.Read(buffer.Data, buffer.Start, buffer.End, isLast);

    private static IReadOnlyList<string> NamesOf(CsvRecord record, TextBuffer buffer, string path, TextInput input, CsvOptions options)
    {
        var names = new List<string>();
        foreach (CsvField field in record.Fields)
        {
            ReadOnlySpan<byte> text = buffer.Text[(field.Start - buffer.Start)..(field.End - buffer.Start)];
            if (!TextCsvColumn.IsValid(text))
                throw CsvErrors.BadHeaderText(path, input.EncodingName);
            string name = CsvText.Whole(text, options);
            names.Add(name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"column_{names.Count + 1}"));
        }

        return names;
    }

    /// <summary>Where each wanted column stands in a record, by name; by position without a header.</summary>
    /// <exception cref="SluiceException">A column is missing, or its name is there twice.</exception>
    public int[] Map(TableSchema schema, IEnumerable<string> wanted, string path, CsvOptions options)
    {
        var fields = new List<int>();
        foreach (string name in wanted)
        {
            int at = options.HasHeader ? FindName(name) : schema.IndexOf(name);
            if (at < 0)
                throw CsvErrors.Missing(path, name, Names);
            if (options.HasHeader && Names.Skip(at + 1).Contains(name, StringComparer.Ordinal))
                throw CsvErrors.Duplicate(path, name);
            fields.Add(at);
        }

        return [.. fields];
    }

    private int FindName(string name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
