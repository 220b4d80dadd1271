using Sluice.Types;

namespace Sluice.Connectors.Options;

/// <summary>An option as a person wrote it, in a job file, on the command line or in an address. Exactly one of the three values is set.</summary>
public interface IOptionInput
{
    /// <summary>The name as written.</summary>
    string Name { get; }

    /// <summary>The value when it is a single text.</summary>
    string? Text { get; }

    /// <summary>The value when it is a list of texts.</summary>
    IReadOnlyList<string>? List { get; }

    /// <summary>The value when it is a map of texts.</summary>
    IReadOnlyList<KeyValuePair<string, string>>? Map { get; }

    /// <summary>Whether the text was quoted, so that <c>"true"</c> is text and not a boolean; true where quoting has no meaning.</summary>
    bool IsQuoted { get; }

    /// <summary>A problem that points at the name, or at the value.</summary>
    Problem At(bool isName, ErrorCode code, string what, string? fix);
}
