using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sources;
using Sluice.Stores;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>The files of one table to be read, their format and schema; found once.</summary>
internal sealed class FilesReading(FilesPlace place) : IAsyncDisposable
{
    private IReadOnlyList<TableFile>? _files;
    private IInputFile? _pipe;
    private TableDescription? _description;

    /// <summary>Where the files are.</summary>
    public FilesPlace Place => place;

    /// <summary>How they are to be read; setting it forgets what was found.</summary>
    public SourceSpec Spec
    {
        get;
        set
        {
            field = value;
            _description = null;
        }
    } = new();

    /// <summary>The columns that come from folder names, last in the schema.</summary>
    public ImmutableArray<Column> PartitionColumns { get; private set; } = [];

    /// <summary>The columns in the files.</summary>
    public TableSchema FileSchema { get; private set; } = new([]);

    /// <summary>The format of the files.</summary>
    public IFormat Format => Spec.Format is { } name ? place.FormatNamed(name)
        : place.Address.IsPipe ? place.FormatOfPipe
        : place.FormatOf(_files is { Count: > 0 } ? _files[0].Path : place.Address.Path)
        ?? throw FilesErrors.NoFormat(place.Address.Display, place.Formats.Select(f => f.Name));

    /// <summary>The files, at least one.</summary>
    public async ValueTask<IReadOnlyList<TableFile>> FilesAsync(CancellationToken cancellationToken)
    {
        if (_files is not null)
            return _files;
        if (place.Address.IsPipe)
            return _files = [new TableFile("-", 0, [])];
        IReadOnlyList<FileEntry> found = await place.FileSystem.ListAsync(place.Address.Path, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
            throw FilesErrors.NothingThere(place.Address.Display);
        string root = place.Address.IsGlob ? place.Address.Path[..(place.Address.Path.AsSpan().IndexOfAny("*?[") is var at ? at : 0)] : place.Address.Path;
        root = root[..(root.LastIndexOf('/') + 1)];
        bool isIgnored = Spec.Options.Text("partitions") == "none";
        string below = place.Address.IsGlob || found is [{ } only] && only.Path == place.Address.Path ? root : place.Address.Path + "/";
        return _files = [.. found.Select(f => new TableFile(f.Path, f.Length, isIgnored || !f.Path.StartsWith(below, StringComparison.Ordinal) ? [] : PartitionPath.Parse(f.Path[below.Length..])))];
    }

    /// <summary>Opens a file; the standard input is opened once and closed with this.</summary>
    public async ValueTask<IInputFile> OpenAsync(TableFile file, CancellationToken cancellationToken)
    {
        if (!place.Address.IsPipe)
            return await place.OpenAsync(file.Path, cancellationToken).ConfigureAwait(false);
        if (Format.NeedsSeek)
            throw new SluiceException(FilesErrors.NeedsFile, $"{Format.Name} cannot be read from the standard input", "-", "copy it to a file first");
        return _pipe ??= new PipeInputFile(Console.OpenStandardInput(), "stdin");
    }

    /// <summary>Closes a file that <see cref="OpenAsync"/> opened.</summary>
    public ValueTask CloseAsync(IInputFile file) => ReferenceEquals(file, _pipe) ? ValueTask.CompletedTask : file.DisposeAsync();

    /// <summary>Describes the table.</summary>
    public async ValueTask<TableDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        if (_description is not null)
            return _description;
        IReadOnlyList<TableFile> files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        CheckFormats(files);
        CheckPartitions(files);
        string[] partitions = [.. files[0].Partitions.Select(p => p.Key)];
        FormatSchema first = await DescribeFileAsync(files[0], DeclaredFileSchema(partitions), cancellationToken).ConfigureAwait(false);
        FileSchema = WithTypes(first.Schema);
        List<string> notes = [.. first.Notes];
        long? rows = first.EstimatedRows;
        foreach (TableFile file in files.Skip(1))
        {
            FormatSchema next = await DescribeFileAsync(file, FileSchema, cancellationToken).ConfigureAwait(false);
            Compare(files[0], file, next);
            rows += next.EstimatedRows;
        }

        PartitionColumns = [.. partitions.Select((name, i) => PartitionColumn(name, files.Select(f => f.Partitions[i].Value)))];
        if (partitions.Length > 0)
            notes.Add($"from folder names: {string.Join(", ", PartitionColumns)}");
        return _description = new TableDescription
        {
            Name = new TableName(null, place.Address.TableName),
            Schema = new TableSchema([.. FileSchema.Columns, .. PartitionColumns]) { PrimaryKey = KeyOf(files) },
            Identity = place.Address.Path,
            EstimatedRows = rows,
            EstimatedBytes = files.Sum(f => f.Length),
            Kind = files.Count == 1 ? "file" : string.Create(CultureInfo.InvariantCulture, $"{files.Count} files"),
            Notes = [.. notes],
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_pipe is not null)
            await _pipe.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<FormatSchema> DescribeFileAsync(TableFile file, TableSchema? schema, CancellationToken cancellationToken)
    {
        IInputFile input = await OpenAsync(file, cancellationToken).ConfigureAwait(false);
        try
        {
            var request = new FormatReadRequest { Options = Spec.Options, Schema = schema, TimeZone = Spec.TimeZone, Table = place.Address.TableName };
            return await Format.DescribeAsync(input, request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync(input).ConfigureAwait(false);
        }
    }

    /// <summary>The key that the job declares, else the one kept in the file. Rows of several files need not differ by it: they may come from several runs.</summary>
    private ImmutableArray<string> KeyOf(IReadOnlyList<TableFile> files) =>
        Spec.Schema is { } declared ? declared.PrimaryKey : files.Count == 1 ? FileSchema.PrimaryKey : [];

    /// <summary>A declared schema without the columns that the folders give.</summary>
    private TableSchema? DeclaredFileSchema(string[] partitions) =>
        Spec.Schema is { } declared ? new TableSchema([.. declared.Columns.Where(c => !partitions.Contains(c.Name, StringComparer.Ordinal))]) : null;

    private TableSchema WithTypes(TableSchema schema) => Spec.ColumnTypes.IsEmpty ? schema
        : schema with { Columns = [.. schema.Columns.Select(c => Spec.ColumnTypes.TryGetValue(c.Name, out LogicalType? type) ? c with { Type = type, Tag = null } : c)] };

    private Column PartitionColumn(string name, IEnumerable<string?> values)
    {
        if (Spec.Schema is { } declared && declared.IndexOf(name) is >= 0 and var at)
            return declared.Columns[at];
        return new Column(name, Spec.ColumnTypes.GetValueOrDefault(name) ?? PartitionPath.TypeOf(values));
    }

    private void CheckFormats(IReadOnlyList<TableFile> files)
    {
        if (Spec.Format is not null || place.Address.IsPipe)
            return;
        foreach (TableFile file in files)
        {
            if (!ReferenceEquals(place.FormatOf(file.Path), Format))
            {
                throw new SluiceException(
                    FilesErrors.SchemaDiffers, $"{place.NameOf(file.Path)} is not a {Format.Name} file as {place.NameOf(files[0].Path)} is", place.Address.Display,
                    $"narrow the path, for example to *{Format.Extensions[0]}, or say format:");
            }
        }
    }

    private void CheckPartitions(IReadOnlyList<TableFile> files)
    {
        foreach (TableFile file in files)
        {
            if (!file.Partitions.Select(p => p.Key).SequenceEqual(files[0].Partitions.Select(p => p.Key), StringComparer.Ordinal))
            {
                throw new SluiceException(
                    FilesErrors.PartitionsDiffer, $"{place.NameOf(file.Path)} lies in other partition folders than {place.NameOf(files[0].Path)}", place.Address.Display,
                    "narrow the path, or say partitions: none");
            }
        }
    }

    private void Compare(TableFile first, TableFile file, FormatSchema described)
    {
        SluiceException Differs(string what) => new(
            FilesErrors.SchemaDiffers, what, place.NameOf(file.Path), "read the files as tables of their own, or give a schema: with the columns that all files have");
        foreach (Column column in FileSchema.Columns)
        {
            int at = described.Schema.IndexOf(column.Name);
            if (at < 0)
                throw Differs($"{place.NameOf(file.Path)} has no column '{column.Name}', which {place.NameOf(first.Path)} has");
            LogicalType type = described.Schema.Columns[at].Type;
            if (!Spec.ColumnTypes.ContainsKey(column.Name) && !type.EqualsIgnoringNullability(column.Type))
                throw Differs($"the column '{column.Name}' of {place.NameOf(file.Path)} is {type}, and {column.Type} in {place.NameOf(first.Path)}");
        }

        if (Spec.Schema is null && described.ExtraColumns.Concat(described.Schema.Columns.Select(c => c.Name)).FirstOrDefault(c => FileSchema.IndexOf(c) < 0) is { } extra)
            throw Differs($"{place.NameOf(file.Path)} has a column '{extra}', which {place.NameOf(first.Path)} has not");
    }
}

/// <summary>A file of a table.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Partitions">The columns and values of its folders.</param>
internal sealed record TableFile(string Path, long Length, IReadOnlyList<KeyValuePair<string, string?>> Partitions);
