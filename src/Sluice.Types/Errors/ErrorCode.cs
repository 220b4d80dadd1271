namespace Sluice.Types;

/// <summary>
/// A stable error code such as <c>job.unknown_key</c>: area, dot, name in lower snake case. Declared once as a static field in the
/// <c>…Errors</c> class of its area and listed in <c>docs/errors.md</c>.
/// </summary>
/// <param name="Name">The code as printed.</param>
/// <param name="Fault">Whose fault.</param>
/// <param name="Summary">One sentence for <c>sluice errors CODE</c>: when it happens and what to do.</param>
public sealed record ErrorCode(string Name, Fault Fault, string Summary)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
