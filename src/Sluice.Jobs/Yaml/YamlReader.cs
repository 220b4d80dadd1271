using Sluice.Types;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Jobs.Yaml;

/// <summary>Reads a YAML text into nodes that know their places.</summary>
internal sealed class YamlReader
{
    private const int MostAliases = 1000;

    private readonly TextFile _file;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly Parser _parser;
    private int _aliases;

    private YamlReader(TextFile file, ProblemList problems)
    {
        _file = file;
        _problems = problems;
        _parser = new Parser(new Scanner(new StringReader(file.Text), skipComments: true));
    }

    /// <summary>The root of the only document; null when the text is empty or no YAML, which is then a problem.</summary>
    public static YamlNode? Read(TextFile file, ProblemList problems)
    {
        var reader = new YamlReader(file, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException error)
        {
            problems.Add(reader.Explain(error));
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner gives up on some texts without saying why.
            Mark end = reader._parser.Current?.End ?? Mark.Empty;
            problems.Add(reader.Explain(new SyntaxErrorException(end, end, "reading broke off behind this place, where a bracket or quote is probably not closed")));
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _problems.Add(new Place(_file, 0, 0).At(JobErrors.Empty, "the file is empty", "write at least source and sink"));
            return null;
        }

        _parser.Consume<DocumentStart>();
        YamlNode root = ReadNode();
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
            _problems.Add(PlaceOf(second).At(JobErrors.SeveralDocuments, "the file holds a second document", "put each job into a file of its own"));
        return root;
    }

    private YamlNode ReadNode()
    {
        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
            return Resolve(alias);
        if (!_parser.Accept<NodeEvent>(out NodeEvent? start))
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a value is missing");
        YamlNode read = start switch
        {
            MappingStart => ReadMap(),
            SequenceStart => ReadList(),
            _ => ReadScalar(),
        };
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor.Value] = read;
        return read;
    }

    private YamlNode Resolve(AnchorAlias alias)
    {
        if (++_aliases > MostAliases)
            throw new YamlException(alias.Start, alias.End, "there are too many aliases");
        return _anchors.TryGetValue(alias.Value.Value, out YamlNode? node)
            ? node
            : throw new YamlException(alias.Start, alias.End, $"there is no anchor '{alias.Value.Value}' before it");
    }

    private YamlMap ReadMap()
    {
        MappingStart start = _parser.Consume<MappingStart>();
        List<YamlEntry> entries = [];
        Dictionary<string, YamlScalar> seen = new(StringComparer.Ordinal);
        MappingEnd? end;
        while (!_parser.TryConsume<MappingEnd>(out end))
        {
            YamlNode key = ReadNode();
            YamlNode value = ReadNode();
            if (key is not YamlScalar name)
            {
                _problems.Add(key.Place.At(JobErrors.BadKey, $"a key is a name, not {key.KindText}", "quote it if it is text"));
            }
            else if (seen.TryGetValue(name.Value, out YamlScalar? first))
            {
                _problems.Add(name.Place.At(
                    JobErrors.DuplicateKey, $"the key '{name.Value}' is given twice, first in line {first.Place.Span.Line}", "remove one of them"));
            }
            else
            {
                seen.Add(name.Value, name);
                entries.Add(new YamlEntry(name, value));
            }
        }

        return new YamlMap(entries, PlaceOf(start.Start, end.End));
    }

    private YamlList ReadList()
    {
        SequenceStart start = _parser.Consume<SequenceStart>();
        List<YamlNode> items = [];
        SequenceEnd? end;
        while (!_parser.TryConsume<SequenceEnd>(out end))
            items.Add(ReadNode());
        return new YamlList(items, PlaceOf(start.Start, end.End));
    }

    private YamlScalar ReadScalar()
    {
        YamlDotNet.Core.Events.Scalar scalar = _parser.Consume<YamlDotNet.Core.Events.Scalar>();
        (int start, int end) = (_file.IndexOf(scalar.Start.Line, scalar.Start.Column), _file.IndexOf(scalar.End.Line, scalar.End.Column));
        bool isRange = scalar.Style == ScalarStyle.Plain && end - start == scalar.Value.Length;
        (ScalarStyle style, string value) = (scalar.Style, scalar.Value);
        var place = new Place(_file, start, end, isRange ? null : () => ScalarMap.Align(_file.Text, start, end, style, value))
        {
            LineStarts = LineStarts(value),
        };
        return new YamlScalar(value, style == ScalarStyle.Plain, place);
    }

    private static int[] LineStarts(string value)
    {
        List<int> starts = [0];
        for (int i = value.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = value.IndexOf('\n', i + 1))
            starts.Add(i + 1);
        return [.. starts];
    }

    private Place PlaceOf(ParsingEvent parsed) => PlaceOf(parsed.Start, parsed.End);

    private Place PlaceOf(Mark start, Mark end)
    {
        int from = _file.IndexOf(start.Line, start.Column);
        return new Place(_file, from, Math.Max(from, _file.IndexOf(end.Line, end.Column)));
    }

    private Problem Explain(YamlException error)
    {
        // A tab in the indentation makes a scanner say odd things; it is nearly always the cause.
        for (int line = 1; line <= _file.LineCount; line++)
        {
            string text = _file.Line(line);
            int tab = text.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && string.IsNullOrWhiteSpace(text[..tab]) && !string.IsNullOrWhiteSpace(text))
            {
                int at = _file.IndexOf(line, tab + 1);
                return new Place(_file, at, at + 1).At(JobErrors.Tab, "a line is indented with a tab", "indent with spaces");
            }
        }

        string what = error.Message;
        int mark = what.IndexOf("): ", StringComparison.Ordinal);
        what = mark >= 0 && what.StartsWith('(') ? what[(mark + 3)..] : what;
        what = what.Length > 1 && char.IsUpper(what[0]) && char.IsLower(what[1]) ? char.ToLowerInvariant(what[0]) + what[1..] : what;
        return PlaceOf(error.Start, error.End).At(JobErrors.Syntax, $"this is not YAML: {what.TrimEnd('.')}", "check indentation, colons, quotes and brackets here");
    }
}
