namespace Sluice.IntegrationTests.Servers;

/// <summary>A real server that tests need: its name, and the variable that says where it is (see <c>tests/servers/README.md</c>).</summary>
internal sealed record Service(string Name, string Variable)
{
    /// <summary>PostgreSQL, started by <c>tests/servers/postgres</c>.</summary>
    public static Service Postgres { get; } = new("postgres", "SLUICE_TEST_POSTGRES");

    /// <summary>MariaDB, started by <c>tests/servers/mariadb</c>.</summary>
    public static Service MariaDb { get; } = new("mariadb", "SLUICE_TEST_MARIADB");

    /// <summary>The program built with the places at which a test kills it.</summary>
    public static Service FaultProgram { get; } = new("faults", "SLUICE_FAULT_BIN");

    private static readonly Service[] s_all = [FaultProgram, Postgres, MariaDb];

    /// <summary>The address from the environment, or null when the server is not there.</summary>
    public string? Address => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null;

    /// <summary>
    /// True when its absence is a failure and not a skip: on a build machine (<c>CI=true</c>), or when <c>SLUICE_REQUIRE_SERVICES</c> names it.
    /// </summary>
    public bool IsRequired =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
        || (Environment.GetEnvironmentVariable("SLUICE_REQUIRE_SERVICES") ?? "").Split(',').Contains(Name);

    /// <summary>Why a test that needs it is skipped; null when the test must run (and fail, where a required server is missing).</summary>
    public string? SkipReason => Address is null && !IsRequired ? $"needs {Name}: {Variable} is not set (./test.sh starts one)" : null;

    /// <summary>The service of that name.</summary>
    public static Service Find(string name) =>
        s_all.FirstOrDefault(service => service.Name == name) ?? throw new ArgumentException($"no service is called '{name}'", nameof(name));
}
