using System.Text;
using Paddock.App.Configuration;
using Paddock.App.Configuration.Import;

namespace Paddock.Tests.App.Configuration.Import;

/// <summary>
/// Whatever another system's file holds, taking it over ends in a text or in faults, and neither shows a secret.
/// </summary>
public sealed class DamagedImportTests
{
    private const string Snippets = "{}[]:,-&*!|>'\"#%@`$?\n\t \0~é<";

    private const string LxdRunner =
        """
        pat: canary0000
        hooksecret: canary0000
        prefix: lxdrunner
        max_workers: 6
        web_host: 0.0.0.0
        web_port: 5000
        cleanup: false
        remotes: {main: {addr: "https://lab:8443"}, far: {addr: "https://images", protocol: lxd}}
        runnermap:
          - {name: gpu, labels: [linux, gpu], image: runner-gpu, profiles: [default, gpu], max_workers: 2}
          - {name: debian, labels: [linux], image: runner-debian, type: virtual-machine, setup_script: x.sh}
        """;

    private const string Charm =
        """
        application: ci
        settings:
          path: {value: acme/shop, source: user}
          token: {value: canary0000}
          containers: {value: 2}
          virtual-machines: {value: 1, source: default}
          denylist: {value: "10.0.0.0/8, 192.168.1.1"}
          juju-https-proxy: {value: "http://ann:canary0000@proxy:3128"}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_damaged_file_never_throws_and_never_shows_a_secret(int seed)
    {
        var dice = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var system = dice.Next(2) == 0 ? ForeignSystem.LxdRunner : ForeignSystem.Charm;
            var text = Damage(system == ForeignSystem.LxdRunner ? LxdRunner : Charm, dice);
            var bench = new ImportBench();

            bench.Try(system, text, "org:acme");
            bench.Desk.Files["/srv/foreign.yml"] = Encoding.UTF8.GetBytes(text);
            _ = ConfigReader.Load(bench.Desk.Request with { Path = "foreign.yml" });

            (bench.Text is null && bench.Notes.Count == 0).ShouldBeFalse(text);
            $"{bench.Text}{string.Concat(bench.Notes)}".ShouldNotContain(ConfigDesk.Canary, customMessage: text);
        }
    }

    private static string Damage(string text, Random dice)
    {
        var changed = new StringBuilder(text);
        for (var i = dice.Next(1, 5); i > 0; i--)
        {
            var at = dice.Next(changed.Length - 5);
            switch (dice.Next(3))
            {
                case 0:
                    changed.Remove(at, dice.Next(1, 5));
                    break;
                case 1:
                    changed.Insert(at, Snippets[dice.Next(Snippets.Length)]);
                    break;
                default:
                    changed[at] = Snippets[dice.Next(Snippets.Length)];
                    break;
            }
        }
        return changed.ToString();
    }
}
