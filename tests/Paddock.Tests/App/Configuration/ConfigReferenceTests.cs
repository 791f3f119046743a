using Paddock.App.Configuration;
using Paddock.App.Configuration.Keys;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Configuration;

/// <summary>The page is written from the table of keys, and lies in the repository as it was written.</summary>
public sealed class ConfigReferenceTests
{
    /// <summary>Set it to 1 and run this test to write the page anew.</summary>
    private const string Update = "PADDOCK_WRITE_REFERENCE";

    private static readonly string Page = Path.Combine(RepositoryFiles.Root, "docs/reference/configuration.md");

    [Fact]
    public void The_page_in_docs_is_what_the_table_of_keys_writes()
    {
        var written = ConfigReference.Write();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Page)!);
            File.WriteAllText(Page, written);
        }

        File.ReadAllText(Page).ShouldBe(written, $"The page is old. Run this test once with {Update}=1.");
    }

    [Fact]
    public void Every_setting_leads_to_a_key()
    {
        foreach (var setting in Settings.All.Where(setting => !setting.IsOfOnePool))
        {
            Shape shape = ConfigKeys.Root;
            foreach (var name in setting.Path.Split('.'))
            {
                var key = ((Shape.Section)shape).Keys.SingleOrDefault(key => key.Name == name);
                shape = key.ShouldNotBeNull($"{setting.Path} of {setting.Variable} is no key.").Shape;
            }
            shape.ShouldNotBeOfType<Shape.Section>();
        }
    }

    [Fact]
    public void No_secret_can_be_a_flag() =>
        Settings.All.Where(setting => !setting.IsSecret && setting.Path.EndsWith("token", StringComparison.Ordinal)
            || !setting.IsSecret && setting.Path.EndsWith("secret", StringComparison.Ordinal)).ShouldBeEmpty();
}
