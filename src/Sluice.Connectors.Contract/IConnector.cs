namespace Sluice.Connectors;

/// <summary>
/// A kind of system that tables can be read from or written to. One instance serves the whole process and keeps no state:
/// everything that belongs to a run is in what <see cref="Open"/> returns.
/// </summary>
public interface IConnector
{
    /// <summary>Name, capabilities, options and type map: all that help, docs, validation and planning need without a connection.</summary>
    ConnectorDescription Description { get; }

    /// <summary>
    /// Whether an address (<c>postgres://…</c>, <c>sqlite:shop.db</c>, a path, <c>-</c>) is this connector's. Touches nothing.
    /// At most one connector may claim an address with a scheme; a path without scheme goes to the first that claims it.
    /// </summary>
    bool Recognizes(string address);

    /// <summary>Makes a connection object. Touches neither network nor disk before the first call on it. The caller disposes it.</summary>
    /// <exception cref="Types.SluiceException">The address or an option is wrong (<c>Fault.Job</c>).</exception>
    IConnection Open(ConnectionSpec spec);
}
