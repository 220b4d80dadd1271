namespace Sluice.Connectors;

/// <summary>
/// Names a connector of a plug-in assembly: <c>[assembly: ConnectorAssembly(typeof(MyConnector))]</c>. The type has a constructor without
/// parameters. The assembly is dropped into the folder <c>plugins</c> beside the program, or into one named by <c>SLUICE_PLUGINS</c>.
/// </summary>
/// <param name="connector">A class that implements <see cref="IConnector"/>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ConnectorAssemblyAttribute(Type connector) : Attribute
{
    /// <summary>The connector's class.</summary>
    public Type Connector { get; } = connector;
}
