using NJsonSchema;
using Sluice.Cli;
using Sluice.Jobs;
using YamlDotNet.Serialization;
using Xunit;

namespace Sluice.UnitTests.Jobs;

public sealed class JobSchemaTests
{
    private static readonly string s_schema = JobSchema.Generate(BuiltInConnectors.All);

    /// <summary>Jobs in the samples, in the documents and in the goldens; relative to the root.</summary>
    public static TheoryData<string> Files() => [.. YamlFiles().Select(file => Path.GetRelativePath(Golden.Root(), file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_sample_is_valid(string file) => Assert.Empty(await ErrorsAsync(await File.ReadAllTextAsync(Path.Combine(Golden.Root(), file))));

    [Theory]
    [InlineData("source: { connection: a, tables: x }", "PropertyRequired: #/sink")]
    [InlineData("source: { connection: a }\nsink: { connection: b }\nlimts: 1", "NoAdditionalPropertiesAllowed: #/limts")]
    [InlineData("source: { connection: a, nope: 1 }\nsink: { connection: b }", "NoAdditionalPropertiesAllowed: #/source.nope")]
    [InlineData("source: { connection: a }\nsink: { connection: b }\nlimits: { memory: 64 }", "StringExpected: #/limits.memory")]
    [InlineData("source: { connection: a }\nsink: { connection: b }\nlimits: { memory: 64 MBit }", "PatternMismatch: #/limits.memory")]
    public async Task What_the_reader_refuses_the_schema_refuses_too(string yaml, string error) => Assert.Contains(error, await ErrorsAsync(yaml));

    [Fact]
    public async Task Variables_are_valid_wherever_a_value_is() => Assert.Empty(await ErrorsAsync(
        "source: { connection: \"${env:A}\" }\nsink: { connection: b, write: \"${var:w}\" }\nlimits: { memory: \"${var:m}\" }\nerrors: { limit: \"${var:n}\" }"));

    private static IEnumerable<string> YamlFiles() =>
        ((string[])["samples", "docs"]).Select(folder => Path.Combine(Golden.Root(), folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) is not ("connections.yaml" or "promises.yaml" or "waivers.yaml"));

    private static async Task<string[]> ErrorsAsync(string yaml)
    {
        object? tree = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(new StringReader(yaml));
        string json = new SerializerBuilder().JsonCompatible().Build().Serialize(tree);
        JsonSchema schema = await JsonSchema.FromJsonAsync(s_schema);
        return [.. schema.Validate(json).Select(error => error.ToString().Split('\n')[0].TrimEnd())];
    }
}
