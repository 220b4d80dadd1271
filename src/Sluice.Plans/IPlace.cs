using Sluice.Types;

namespace Sluice.Plans;

/// <summary>A place in a text that the user wrote: the value of a key in a job file, an argument of the command line.</summary>
public interface IPlace
{
    /// <summary>A problem that points at the whole of it.</summary>
    Problem At(ErrorCode code, string what, string? fix);

    /// <summary>The problem, whose span counts within the value, as a problem that points into the user's text.</summary>
    Problem Within(Problem problem);
}
