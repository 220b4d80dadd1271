using System.Collections.Immutable;
using Sluice.Jobs.Yaml;

namespace Sluice.Jobs.Reading;

/// <summary>Reads connections: a name, an address, or a map with <c>address</c> and options. Passwords go to the mask.</summary>
internal sealed class ConnectionReader(JobDocument document)
{
    /// <summary>A connection; null when the node is none, which is then a problem.</summary>
    public ConnectionText? Read(YamlNode? node, string owner)
    {
        switch (node)
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar scalar:
                NotePassword(scalar);
                return new ConnectionText(scalar.ToSpec(), []);
            case YamlMap map:
                return ReadMap(map, owner);
            default:
                document.Problems.Add(node.Place.At(JobErrors.WrongKind, $"'{owner}' takes a name, an address or a map, not {node.KindText}", "write an address"));
                return null;
        }
    }

    /// <summary>The connections of a map from name to connection.</summary>
    public ImmutableDictionary<string, ConnectionText> ReadNamed(YamlNode? node)
    {
        var named = ImmutableDictionary.CreateBuilder<string, ConnectionText>(StringComparer.Ordinal);
        if (node is YamlMap map)
        {
            foreach (YamlEntry entry in map.Entries)
            {
                if (Read(entry.Value, $"connections.{entry.Key.Value}") is { } connection)
                    named[entry.Key.Value] = connection;
            }
        }
        else if (node is not null and not YamlScalar { IsNull: true })
        {
            document.Problems.Add(node.Place.At(JobErrors.WrongKind, $"'connections' takes a map from name to address, not {node.KindText}", "write name: address"));
        }

        return named.ToImmutable();
    }

    /// <summary>Notes the password of an address; warns when it stands there literally.</summary>
    public void NotePassword(string address, Place place)
    {
        foreach (string password in AddressText.Passwords(address))
        {
            document.Secrets.Add(password);
            document.Secrets.Add(Uri.UnescapeDataString(password));
            if (place.Written.Contains(password, StringComparison.Ordinal))
            {
                document.Warnings.Add(place.At(
                    JobErrors.LiteralPassword, "a password stands in the address", "use ${env:NAME} or ${file:/path} in a job file"));
            }
        }
    }

    private void NotePassword(YamlScalar scalar) => NotePassword(scalar.Value, scalar.Place);

    private ConnectionText? ReadMap(YamlMap map, string owner)
    {
        YamlNode? address = map.Entries.FirstOrDefault(entry => entry.Key.Value == "address")?.Value;
        if (address is not YamlScalar { IsNull: false } scalar)
        {
            Place place = map.Entries.Count > 0 ? map.Entries[0].Key.Place : map.Place;
            document.Problems.Add(place.At(JobErrors.MissingKey, $"'{owner}' lacks the key 'address'", "add address: postgres://user@host/db"));
            return null;
        }

        NotePassword(scalar);
        return new ConnectionText(
            scalar.ToSpec(),
            [.. map.Entries.Where(entry => entry.Key.Value != "address").Select(entry => new SpecOption(entry.Key.Value, entry.Key.Place, entry.Value))]);
    }
}
