using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Functions of the session and of chance: one entry each.</summary>
internal static class SessionFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("UUID", "UUID()", "A random UUID of version 4.", [], BindUuid) { IsDeterministic = false },
        new("RAND", "RAND([seed])", "A random DOUBLE from 0 to less than 1.", [ArgumentRule.Int], 0, 1, BindRandom) { IsDeterministic = false },
        new("RAND_INTEGER", "RAND_INTEGER([seed, ]bound)", "A random INT from 0 to less than the bound.", [ArgumentRule.Int], 1, 2, BindRandomInteger) { IsDeterministic = false },
        new("SOURCE_TABLE", "SOURCE_TABLE()", "The table that the row came from.", [], BindSourceTable) { ReadsSession = true },
    ];

    private static FunctionBinding? BindUuid(FunctionCall call)
    {
        Random random = new(call.Session.Seed);
        return new FunctionBinding(LogicalType.Char(36).NotNull(), ScalarKernel.Of((ref Outcome _) => NextUuid(random)));
    }

    private static string NextUuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (random)
            random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static FunctionBinding? BindRandom(FunctionCall call)
    {
        int seed = call.Count == 1 && call.TryConstant(0, out object? value) && value is int given ? given : call.Session.Seed;
        Random random = new(seed);
        return new FunctionBinding(call.NullIfAny(LogicalType.Double), ScalarKernel.Boxed((_, ref _) => Next(random)));
    }

    private static FunctionBinding? BindRandomInteger(FunctionCall call)
    {
        int seed = call.Count == 2 && call.TryConstant(0, out object? value) && value is int given ? given : call.Session.Seed;
        Random random = new(seed);
        return new FunctionBinding(call.NullIfAny(LogicalType.Int), ScalarKernel.Boxed((arguments, ref outcome) =>
        {
            int bound = (int)arguments[^1]!;
            return bound > 0 ? (int)(Next(random) * bound) : outcome.Fail<int>(new EvalError(EvalErrors.InvalidArgument, $"{bound} is not a bound above 0"));
        }));
    }

    private static double Next(Random random)
    {
        lock (random)
            return random.NextDouble();
    }

    private static FunctionBinding? BindSourceTable(FunctionCall call)
    {
        if (call.Session.SourceTable is not { } table)
            return call.Reject(ExpressionErrors.UnknownFunction, "SOURCE_TABLE() is known only in a job with a source", "remove it");
        return new FunctionBinding(LogicalType.String.NotNull(), ScalarKernel.Of((ref Outcome _) => table));
    }
}
