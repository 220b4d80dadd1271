using Sluice.Jobs;

namespace Sluice.Cli.Commands;

/// <summary>Reads an argument that is an address, or, where it names a YAML file, a job.</summary>
internal static class AddressArguments
{
    public static JobDocument Read(string address, CliContext context)
    {
        bool isFile = address.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || address.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        return isFile ? JobFiles.Read(address, [], [], context) : ReadAddress(address, context);
    }

    public static JobDocument ReadAddress(string address, CliContext context) =>
        CopyReader.Read(new CopyArguments { Source = address }, JobFiles.Settings(context, context.WorkingDirectory, "look"));
}
