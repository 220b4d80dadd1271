namespace Sluice.Jobs.Yaml;

/// <summary>Lays one tree over another: maps are joined key by key, anything else is replaced.</summary>
internal static class YamlOverlay
{
    public static YamlNode Apply(YamlNode under, YamlNode over)
    {
        if (under is not YamlMap underMap || over is not YamlMap overMap)
            return over;
        List<YamlEntry> entries = [.. underMap.Entries];
        foreach (YamlEntry entry in overMap.Entries)
        {
            int index = entries.FindIndex(e => e.Key.Value == entry.Key.Value);
            if (index < 0)
                entries.Add(entry);
            else
                entries[index] = entry with { Value = Apply(entries[index].Value, entry.Value) };
        }

        return underMap with { Entries = entries };
    }
}
