namespace Sluice.Expressions;

/// <summary>Patterns as arguments of functions.</summary>
internal static class TemporalPatterns
{
    /// <summary>Compiles a pattern of DateTimeFormatter.</summary>
    public static PatternCache<DateTimePattern>.Entry DateTime(string pattern) => new(pattern, DateTimePattern.Compile(pattern, out PatternError? error), error);

    /// <summary>Compiles a pattern of SimpleDateFormat.</summary>
    public static PatternCache<SimpleDatePattern>.Entry Simple(string pattern) => new(pattern, SimpleDatePattern.Compile(pattern, out PatternError? error), error);

    /// <summary>Why a constant pattern of DateTimeFormatter cannot be printed with, though Java can; null when it can or when Java cannot either.</summary>
    public static string? RefusedForPrinting(FunctionCall call, int argument)
    {
        if (!call.TryConstant(argument, out object? value) || value is not string pattern)
            return null;
        DateTimePattern.Compile(pattern, out PatternError? error);
        return error is { IsUnsupported: true } ? $"the pattern '{pattern}' {error.What}" : null;
    }

    /// <summary>The same for reading text.</summary>
    public static string? RefusedForReading(FunctionCall call, int argument)
    {
        if (!call.TryConstant(argument, out object? value) || value is not string pattern)
            return null;
        PatternError? error = DateTimePattern.Compile(pattern, out PatternError? broken)?.NotReadable ?? broken;
        return error is { IsUnsupported: true } ? $"the pattern '{pattern}' {error.What}" : null;
    }

    /// <summary>The same for reading text by a pattern of SimpleDateFormat.</summary>
    public static string? RefusedForSimpleReading(FunctionCall call, int argument)
    {
        if (!call.TryConstant(argument, out object? value) || value is not string pattern || SimpleDatePattern.Compile(pattern, out _) is not { } compiled)
            return null;
        return new SimpleDateParser(compiled, call.Session.Now).NotReadable is { } error ? $"the pattern '{pattern}' {error.What}" : null;
    }
}
