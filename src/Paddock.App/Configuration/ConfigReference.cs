using System.Text;
using Paddock.App.Configuration.Keys;

namespace Paddock.App.Configuration;

/// <summary>
/// The reference page of the configuration, docs/reference/configuration.md. A test holds the file to it.
/// </summary>
public static class ConfigReference
{
    private const string Head =
        """
        # Configuration

        <!-- Written from the table of keys (src/Paddock.App/Configuration/Keys). Change it there. -->

        Paddock reads one YAML file, variables and flags. A flag wins over a variable, a variable over the file, the
        file over the default. `paddock validate` reports everything that is wrong at once, with its line and a
        remedy; `paddock config schema` writes a JSON Schema for editors. The files in `examples/` are a start.

        **Which file.** `--config`, else `$PADDOCK_CONFIG`, else `./paddock.yaml`, else `/etc/paddock/paddock.yaml`.

        **Variables in values.** `${NAME}` is replaced by a variable; one that is not set is a fault. `$${` stands
        for `${`. What is put in is never read as YAML. In a flow mapping (`{…}`) put quotes around it: `{secret:
        "${HOOK}"}`.

        **Secrets.** Every secret also has a key ending in `_file`, for a file that holds it. Blanks and line ends
        around it do not count. Paddock warns when every user of the machine may read such a file, or one with a
        secret in plain text.

        **Paths.** `~/` is the home directory. A relative path in the file starts at the file's directory, in a
        variable or flag at the working directory.

        **Durations** have a unit: `30s`, `5m`, `25h`, `1h30m`, `2d`. **Sizes** too: `512MiB`, `4GiB` (1024³) or
        `4GB` (1000³).

        **Lists** of one may be written without brackets. **Anchors**, aliases and `<<` work; top-level keys that
        begin with `x-` are left alone, as a home for anchors.


        """;

    private const string OnePool =
        """
        ## Variables and flags

        Secrets have a variable and no flag, because command lines are for all to see. `$GITHUB_TOKEN` counts when
        nothing else says a token for the default connection.

        | flag | variable | key | meaning |
        |---|---|---|---|

        """;

    private const string WithoutFile =
        """

        ## One pool without a file

        These make a pool when no file has any. With a file that has pools they have no effect, and Paddock says so.

        | flag | variable | meaning |
        |---|---|---|

        """;

    private const string Quick =
        """

        For example, with Docker on this machine and jobs found by sweeps:

        ```sh
        GITHUB_TOKEN=… PADDOCK_SCOPE=org:acme PADDOCK_LABELS=self-hosted,linux,x64 paddock run
        ```

        With LXD on this machine and two idle containers, as the github-runner charm has it:

        ```sh
        GITHUB_TOKEN=… paddock run --path acme --containers 2 --check-interval 5m
        ```

        Without a file of Paddock's own, `$LXDRCFG` or `--config` may name one of LXDRunner or of the charm: it is taken
        over at each start, and what of it has no meaning here is told. `paddock config import` writes it down once.

        """;

    public static string Write()
    {
        var text = new StringBuilder(Head);
        WriteSection(text, "The file", "", ConfigKeys.Root);
        WriteInner(text, "", ConfigKeys.Root);
        text.Append(OnePool);
        foreach (var setting in Settings.All.Where(setting => !setting.IsOfOnePool))
        {
            text.Append($"| {Flag(setting)} | `{setting.Variable}` | `{setting.Path}` | {setting.Doc} |\n");
        }
        text.Append(WithoutFile);
        foreach (var setting in Settings.All.Where(setting => setting.IsOfOnePool))
        {
            text.Append($"| {Flag(setting)} | `{setting.Variable}` | {setting.Doc} |\n");
        }
        return text.Append(Quick).ToString().Replace("\r", "", StringComparison.Ordinal);
    }

    private static string Flag(Setting setting) => setting.IsSecret ? "" : $"`--{setting.Name}`";

    private static void WriteSection(StringBuilder text, string title, string doc, Shape.Section section)
    {
        text.Append($"## {title}\n\n");
        if (doc.Length > 0)
        {
            text.Append($"{doc}\n\n");
        }
        text.Append("| key | takes | default | meaning |\n|---|---|---|---|\n");
        foreach (var key in section.Keys.Where(key => key.Later is null))
        {
            var without = key.IsRequired ? "required" : key.Default ?? "";
            text.Append($"| `{key.Name}` | {Takes(key.Shape)} | {without} | {key.Doc} |\n");
        }
        text.Append('\n');
    }

    /// <summary>The sections below a section, each once: <c>connections</c> holds what <c>github</c> does.</summary>
    private static void WriteInner(StringBuilder text, string path, Shape.Section section)
    {
        foreach (var key in section.Keys.Where(key => key.Later is null && key.Name != "connections"))
        {
            var inner = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            foreach (var (title, doc, part) in PartsOf(inner, key))
            {
                WriteSection(text, title, doc, part);
                WriteInner(text, inner + WithinOne(key.Shape), part);
            }
        }
    }

    private static string WithinOne(Shape shape) => shape switch
    {
        Shape.List => "[]",
        Shape.Named => ".NAME",
        _ => "",
    };

    private static IEnumerable<(string Title, string Doc, Shape.Section Part)> PartsOf(string path, Key key) =>
        key.Shape switch
        {
            Shape.Section section => [($"`{path}`", key.Doc, section)],
            Shape.List { Item: Shape.Section item } => [($"`{path}[]`", key.Doc, item)],
            Shape.Either either => [($"`{path}`, the long form", key.Doc, either.Long)],
            Shape.Named { Item: Shape.Variants { Discriminator: var word } variants } => variants.Options
                .GroupBy(option => option.Section)
                .Select(same => (
                    $"`{path}.NAME` with {string.Join(" or ", same.Select(option => $"`{word}: {option.Word}`"))}",
                    string.Join(' ', same.Select(option => option.Doc)), same.Key)),
            Shape.Named { Item: Shape.Section item } => [($"`{path}.NAME`", key.Doc, item)],
            _ => [],
        };

    private static string Takes(Shape shape) => shape switch
    {
        Shape.Section => "the keys below",
        Shape.List { Item: Shape.Section } => "a list, its keys below",
        Shape.List list => $"a list: {Takes(list.Item)} each",
        Shape.Either either => $"{Takes(either.Short)}, or the keys below",
        Shape.Choice choice => string.Join(", ", choice.Words.Select(word => $"`{word}`")),
        Shape.Named { ChecksNames: true } named => $"a {named.Thing} by each name",
        _ => shape.Noun,
    };
}
