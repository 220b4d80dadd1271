using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Options;
using Sluice.Jobs.Keys;
using Sluice.Types;

namespace Sluice.Jobs.Planning;

/// <summary>Finds the connector of each side and binds its options. Touches nothing.</summary>
internal sealed class EndpointResolver(ConnectorList connectors, JobSpec spec, JobDocument document)
{
    public Endpoint? ResolveSource(SourceEndpoint source) => Resolve(
        source.Connection, source.Format, source.Options, JobKeys.Source, c => c.SourceOptions, f => f.ReadOptions, "a source");

    public Endpoint? ResolveSink(SinkEndpoint sink) => Resolve(
        sink.Connection, sink.Format, sink.Options, JobKeys.Sink, c => c.SinkOptions, f => f.WriteOptions, "a sink");

    private Endpoint? Resolve(
        ConnectionText written,
        SpecText? formatName,
        ImmutableArray<SpecOption> options,
        KeyTable keys,
        Func<ConnectorDescription, OptionSchema> sideOptions,
        Func<FormatDescription, OptionSchema> formatOptions,
        string role)
    {
        // A name goes before an address: who names a connection means it.
        ConnectionText connection = spec.Connections.GetValueOrDefault(written.Address.Value, written);
        if (connectors.Find(connection.Address.Value) is not { } connector)
        {
            document.Problems.Add(Unknown(connection.Address));
            foreach (SpecOption option in options.Where(option => IsNear(keys, option.Name)))
                document.Problems.Add(Reading.SectionReader.UnknownKey(keys, option.Name, option.KeyPlace));
            return null;
        }

        ConnectorDescription description = connector.Description;
        ImmutableArray<SpecOption> connectionOptions = [.. connection.Options, .. ReferenceEquals(connection, written) ? [] : written.Options];
        FormatDescription? format = FindFormat(description, formatName, connection.Address.Value);
        OptionSchema schema = format is null ? sideOptions(description) : sideOptions(description).With(formatOptions(format));
        var policies = spec.Policies.Where(policy => schema.ByName.ContainsKey(policy.Name));
        return new Endpoint
        {
            Connector = connector,
            Connection = new ConnectionSpec
            {
                Address = connection.Address.Value,
                DisplayAddress = document.Secrets.Apply(AddressText.Redact(connection.Address.Value)),
                BaseDirectory = spec.BaseDirectory,
                Options = Bind(description.ConnectionOptions, connectionOptions, $"the connection of '{description.Name}'"),
                Where = $"{connection.Address.Place.File.Name}:{connection.Address.Place.Span}",
                Secrets = document.Secrets,
            },
            Options = BindSide(schema, [.. options, .. policies], keys, format is null ? $"'{description.Name}' as {role}" : $"'{description.Name}' with the format '{format.Name}' as {role}", description),
            Format = format?.Name ?? formatName?.Value,
            Place = written.Address.Place,
        };
    }

    private OptionValues BindSide(OptionSchema schema, ImmutableArray<SpecOption> options, KeyTable keys, string owner, ConnectorDescription description)
    {
        List<SpecOption> known = [];
        foreach (SpecOption option in options)
        {
            if (schema.ByName.ContainsKey(option.Name) || (!IsNear(keys, option.Name) && OtherFormat(option.Name, keys, description) is null))
                known.Add(option);
            else if (OtherFormat(option.Name, keys, description) is { } format)
                document.Problems.Add(option.At(true, OptionErrors.Unknown, $"{owner} has no option '{option.Name}'", $"it belongs to the format '{format}': add format: {format}, or remove it"));
            else
                document.Problems.Add(Reading.SectionReader.UnknownKey(keys, option.Name, option.KeyPlace));
        }

        return Bind(schema, known, owner);
    }

    private static string? OtherFormat(string name, KeyTable keys, ConnectorDescription description) => description.Formats
        .FirstOrDefault(f => (ReferenceEquals(keys, JobKeys.Source) ? f.ReadOptions : f.WriteOptions).ByName.ContainsKey(name))?.Name;

    private OptionValues Bind(OptionSchema schema, IEnumerable<SpecOption> options, string owner)
    {
        List<Problem> problems = [];
        foreach (SpecOption option in options)
        {
            if (schema.ByName.TryGetValue(option.Name, out OptionSpec? known) && known.IsSecret && option.Text is { } secret)
                NoteSecret(option, secret);
        }

        OptionValues values = OptionBinder.Bind(schema, options, owner, problems);
        document.Problems.AddRange(problems);
        return values;
    }

    // Invariant 8: a secret option is known to the mask before anything else sees it.
    private void NoteSecret(SpecOption option, string secret)
    {
        document.Secrets.Add(secret);
        if (option.ValuePlace.Written.Contains(secret, StringComparison.Ordinal))
            document.Warnings.Add(option.At(false, JobErrors.LiteralPassword, $"the secret '{option.Name}' stands in the file", "use ${env:NAME} or ${file:/path}"));
    }

    private static bool IsNear(KeyTable keys, string name) => NearestName.Find(name, keys.Keys.Select(key => key.Name)) is not null;

    private FormatDescription? FindFormat(ConnectorDescription description, SpecText? name, string address)
    {
        if (name is null)
            return FormatDescription.OfPath(address, description.Formats);
        if (description.Formats.FirstOrDefault(f => f.Name == name.Value) is { } format)
            return format;
        string[] names = [.. description.Formats.Select(f => f.Name)];
        string? near = NearestName.Find(name.Value, names);
        document.Problems.Add(name.At(
            JobErrors.UnknownFormat,
            $"'{description.Name}' has no format '{name.Value}'",
            near is not null ? $"did you mean '{near}'?" : names.Length == 0 ? "remove it" : $"use one of: {string.Join(", ", names)}"));
        return null;
    }

    private Problem Unknown(SpecText address)
    {
        string? near = NearestName.Find(address.Value, spec.Connections.Keys);
        string shown = AddressText.Redact(address.Value);
        int colon = shown.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon > 0 ? shown[..colon] : "";
        string? nearScheme = near is null && scheme.Length > 0
            ? NearestName.Find(scheme, connectors.All.SelectMany(c => c.Description.Addresses).Where(a => a.Contains(':', StringComparison.Ordinal)).Select(a => a[..a.IndexOf(':', StringComparison.Ordinal)]).Distinct())
            : null;
        string fix = near is not null ? $"did you mean '{near}'?"
            : nearScheme is not null ? $"did you mean '{nearScheme}:…'?"
            : "name a connection, or write an address: " + string.Join(", ", connectors.All.SelectMany(c => c.Description.Addresses.Take(1)).Take(6));
        return address.At(JobErrors.UnknownConnection, $"'{shown}' is neither a named connection nor an address that a connector knows", fix);
    }
}
