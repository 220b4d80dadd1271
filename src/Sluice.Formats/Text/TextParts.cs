using System.Runtime.CompilerServices;
using Sluice.Connectors.Files;

namespace Sluice.Formats.Text;

/// <summary>The parts of a text file that can be read at the same time.</summary>
internal static class TextParts
{
    private const long SmallestPart = 1L << 20;
    private const long LargestPart = 16L << 20;
    private const int PartsPerReader = 16;

    /// <summary>One part: the whole file.</summary>
    public static async IAsyncEnumerable<FilePart> Whole()
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        yield return new FilePart(0, long.MaxValue, 1);
    }

    /// <summary>Parts that end where records end; one for a file that is small, compressed, of another encoding or a pipe.</summary>
    public static async IAsyncEnumerable<FilePart> SplitAsync(
        IInputFile file, FormatReadRequest request, byte? quote, byte delimiter, long maxRow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int readers = request.Run?.Parallelism ?? 1;
        bool isWorthIt = readers > 1 && file.Length > 2 * SmallestPart;
        TextInput? input = isWorthIt ? await TextInput.OfAsync(file, request.Options, cancellationToken).ConfigureAwait(false) : null;
        if (input is not { IsPlain: true })
        {
            yield return new FilePart(0, long.MaxValue, 1);
            yield break;
        }

        long partBytes = Math.Clamp(file.Length!.Value / (readers * PartsPerReader), SmallestPart, LargestPart);
        var splitter = new RecordSplitter(quote, delimiter, maxRow, file, partBytes, request.Run!.Pool);
        await foreach (FilePart part in splitter.SplitAsync(cancellationToken).ConfigureAwait(false))
            yield return part;
    }
}
