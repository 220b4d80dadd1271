namespace Sluice.IntegrationTests.Matrix;

/// <summary>What became of one type in one target, as seen by readers that are not the program.</summary>
internal sealed class ColumnOutcome
{
    /// <summary>The code with which the program refused the column before the first row; null when it copied it.</summary>
    public string? Refusal { get; set; }

    /// <summary>The type of the created column in the target; empty where files have none.</summary>
    public string TargetType { get; set; } = "";

    /// <summary>Values that did not arrive as they were: the value and what the policy made of it.</summary>
    public List<(string Value, string What)> Exceptions { get; } = [];

    /// <summary>True when all that arrived came back into the source's system with the same text in a column of the same type; null when that was not tried.</summary>
    public bool? IsLossless { get; set; }

    /// <summary>The type of the column that came back; null when that was not tried or the way back refuses it.</summary>
    public string? BackType { get; set; }

    /// <summary>Why it did not come back: the code of a refusal, or values that came back otherwise.</summary>
    public List<string> BackFaults { get; } = [];
}
