using Sluice.Connectors.Databases.MySql;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.MySql;

public sealed class MySqlAddressTests
{
    [Fact]
    public void Reads_every_part_percent_decoded()
    {
        MySqlAddress address = MySqlAddress.Parse("mysql://us%40er:p%3Ass%2F@db.example:3307/sh%20op?ssl-mode=verify_identity&ssl-ca=/ca.pem", "…", null);

        Assert.Equal(("db.example", 3307, "us@er", "p:ss/", "sh op"), (address.Host, address.Port, address.User, address.Password, address.Database));
        Assert.Equal((TlsMode.VerifyIdentity, "/ca.pem"), (address.Tls, address.TlsFiles.Authority));
        Assert.Equal("db.example:3307/sh op", address.Display);
    }

    [Theory]
    [InlineData("mysql://host/db", TlsMode.Preferred)]
    [InlineData("mariadb://host/db?ssl-ca=/ca.pem", TlsMode.VerifyCa)]
    [InlineData("mysql://host/db?ssl-mode=DISABLED", TlsMode.Disabled)]
    [InlineData("mysql://localhost/db?socket=/run/my.sock", TlsMode.Disabled)]
    public void Encrypts_when_the_server_can_unless_told_otherwise(string address, object expected) =>
        Assert.Equal((TlsMode)expected, MySqlAddress.Parse(address, "…", null).Tls);

    [Theory]
    [InlineData("mysql://h/d?sslmode=required", "mysql.bad_address: the address … has an unknown parameter 'sslmode'\n  fix: write 'ssl-mode'")]
    [InlineData("mysql://h/d?ssl-mode=on", "mysql.bad_address: ssl-mode is 'on'\n  fix: use one of: disabled, preferred, required, verify_ca, verify_identity")]
    [InlineData("mysql://h:p/d", "mysql.bad_address: the address … has the port 'p'\n  fix: write a port from 1 to 65535; percent-encode a password that holds ':', '/' or '@'")]
    [InlineData("mysql://h:99999/d", "mysql.bad_address: the address … has the port '99999'\n  fix: write a port from 1 to 65535; percent-encode a password that holds ':', '/' or '@'")]
    public void Names_what_is_wrong(string address, string expected) =>
        Assert.Equal(expected, Assert.Throws<SluiceException>(() => MySqlAddress.Parse(address, "…", null)).Message);

    [Fact]
    public void A_declared_type_that_is_none_of_MySQL_is_never_taken_for_one()
    {
        Assert.Null(MySqlNative.Parse("int); DROP TABLE x; --"));
        Assert.Null(MySqlNative.Parse("enum('a') , b int"));
        Assert.Null(MySqlNative.Parse("enum('a\\') , b int, c enum('')"));
        Assert.Equal(["a", "it's", "", "ü"], MySqlNative.Labels("enum('a','it''s','','ü')"));
        Assert.True(MySqlNative.IsSame("int(10) unsigned", "int unsigned"));
        Assert.False(MySqlNative.IsSame("int(10) unsigned", "int(10)"));
    }
}
