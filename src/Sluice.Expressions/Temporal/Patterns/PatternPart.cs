using System.Text;

namespace Sluice.Expressions;

/// <summary>One element of a compiled <see cref="DateTimePattern"/>.</summary>
internal abstract class PatternPart
{
    /// <summary>The widths of the numbers that follow without anything between; -1 when this number has a fixed width itself.</summary>
    public int SubsequentWidth { get; set; }

    /// <summary>Whether it is a number of which the neighbours matter.</summary>
    public virtual bool IsNumber => false;

    /// <summary>Whether it always has the same number of digits and no sign.</summary>
    public virtual bool IsFixedNumber => false;

    /// <summary>The digits it has at most.</summary>
    public virtual int MostDigits => 0;

    /// <summary>Prints; false when the value cannot be printed so.</summary>
    public abstract bool Print(in DateFields fields, StringBuilder target);

    /// <summary>Reads at a position.</summary>
    /// <returns>The position behind it; -1 when it is not there.</returns>
    public abstract int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at);
}
