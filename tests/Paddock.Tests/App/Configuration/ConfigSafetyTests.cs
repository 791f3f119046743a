using System.Text;
using Paddock.App.Configuration;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Configuration;

/// <summary>
/// Whatever is in a file, reading it ends in a configuration or in faults, and no fault shows a secret.
/// </summary>
public sealed class ConfigSafetyTests
{
    private const string Snippets = "{}[]:,-&*!|>'\"#%@`$?\n\t \0~é\uFFFD<";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_files_never_throw_and_never_tell_a_secret(int seed)
    {
        var dice = new Random(seed);
        List<string> examples =
        [
            ConfigDesk.Good,
            .. ExampleTests.Names.Select(name =>
                File.ReadAllText(Path.Combine(RepositoryFiles.Root, "examples", name.Data))),
        ];
        for (var i = 0; i < 400; i++)
        {
            var text = Damage(examples[dice.Next(examples.Count)], dice);
            Shown(text).ShouldNotContain(ConfigDesk.Canary, customMessage: text);
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var dice = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var bytes = new byte[dice.Next(200)];
            dice.NextBytes(bytes);
            new ConfigDesk().Read(bytes).Config.ShouldBeNull();
        }
    }

    /// <summary>Every key in turn gets a secret's value, from a variable, where something else belongs.</summary>
    [Fact]
    public void A_secret_in_the_wrong_place_is_not_shown_in_the_complaint()
    {
        foreach (var line in ConfigDesk.Good.Split('\n').Where(line => line.Contains(": ")))
        {
            var at = line.IndexOf(": ", StringComparison.Ordinal);
            var changed = line[..at] + ": ${TOKEN} x";
            Shown(ConfigDesk.Good.Replace(line, changed)).ShouldNotContain(ConfigDesk.Canary, customMessage: changed);
        }
    }

    [Fact]
    public void A_variable_in_a_path_is_shown_by_its_name() =>
        new ConfigDesk().ReadWith("token: ${TOKEN}", "token_file: /run/${TOKEN}").Faults.ShouldHaveSingleItem().Message
            .ShouldBe("There is no file /run/${TOKEN}.");

    [Fact]
    public void A_plain_secret_in_a_file_open_to_all_is_told_once()
    {
        var desk = new ConfigDesk { OpenToAll = { "/srv/paddock.yaml" } };

        var load = desk.Read(ConfigDesk.Good.Replace("${TOKEN}", "ghp_plain").Replace("${HOOK}", "hook"));

        ConfigDesk.Texts(load).ShouldBe(
        [
            "paddock.yaml:3:10: warning: A secret stands here in plain text, and every user of this machine may read "
                + "the file.\n    Run chmod o-r on it, or write ${NAME} or a …_file key instead.",
        ]);
        desk.OpenToAll.Clear();
        desk.Read(ConfigDesk.Good.Replace("${TOKEN}", "ghp_x")).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_secrets_file_open_to_all_is_told()
    {
        var desk = new ConfigDesk { OpenToAll = { "/srv/hook" }, Files = { ["/srv/hook"] = "s\n"u8.ToArray() } };

        var load = desk.ReadWith("secret: \"${HOOK}\"", "secret_file: hook");

        ConfigDesk.Texts(load).ShouldBe(
            [
                "paddock.yaml:4:26: warning: Every user of this machine may read /srv/hook.\n"
                    + "    Run chmod o-r /srv/hook.",
            ]);
        ConfigDesk.Accepted(load).Connections[0].WebhookSecrets[0].Reveal().ShouldBe("s");
    }

    private static string Shown(string text) => string.Join('\n', ConfigDesk.Texts(new ConfigDesk().Read(text)));

    private static string Damage(string text, Random dice)
    {
        var changed = new StringBuilder(text);
        for (var i = dice.Next(1, 6); i > 0 && changed.Length > 10; i--)
        {
            var at = dice.Next(changed.Length - 5);
            switch (dice.Next(4))
            {
                case 0:
                    changed.Remove(at, dice.Next(1, 5));
                    break;
                case 1:
                    changed.Insert(at, Snippets[dice.Next(Snippets.Length)]);
                    break;
                case 2:
                    changed.Insert(at, "${TOKEN}");
                    break;
                default:
                    changed[at] = Snippets[dice.Next(Snippets.Length)];
                    break;
            }
        }
        return changed.ToString();
    }
}
