using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Sluice moves tables between systems, and says what it will do before it does it.")
        {
            RunCommand.Create(context),
            CopyCommand.Create(context),
            PlanCommand.Create(context),
            ValidateCommand.Create(context),
            CheckCommand.Create(context),
            TablesCommand.Create(context),
            PreviewCommand.Create(context),
            DeadLetterCommand.Create(context),
            InitCommand.Create(context),
            ExprCommand.Create(context),
            ConnectorsCommand.Create(context),
            SchemaCommand.Create(context),
            ErrorsCommand.Create(context),
        };
        root.Add(new Option<bool>("--json") { Description = "Output for programs.", Recursive = true });
        return root;
    }
}
