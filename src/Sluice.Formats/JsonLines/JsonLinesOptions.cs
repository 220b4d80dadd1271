using Sluice.Connectors.Options;
using Sluice.Formats.Text;

namespace Sluice.Formats.JsonLines;

/// <summary>The options of JSON lines.</summary>
internal static class JsonLinesOptions
{
    /// <summary>Options in <c>source:</c>.</summary>
    public static OptionSchema Read { get; } = new(
        new OptionSpec("unknown_keys", OptionKind.Choice,
            "A key that no column has: dirty makes its row a dirty row, ignore leaves it out; auto is ignore with a schema and dirty without one.")
        { Default = "auto", Choices = ["auto", "ignore", "dirty"] },
        TextOptions.Encoding, TextOptions.ReadCompression, TextOptions.MaxRow, TextOptions.SampleRows, TextOptions.Binary);

    /// <summary>Options in <c>sink:</c>.</summary>
    public static OptionSchema Write { get; } = new(TextOptions.WriteCompression, TextOptions.Binary);
}
