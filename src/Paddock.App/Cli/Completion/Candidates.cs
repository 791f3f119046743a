using System.CommandLine;
using System.CommandLine.Completions;

namespace Paddock.App.Cli.Completion;

/// <summary>What a word may become, in the order of the help.</summary>
/// <param name="IsPath">It is a file's name, which a shell completes better.</param>
internal sealed record Candidates(IReadOnlyList<string> Words, bool IsPath = false)
{
    private static readonly Candidates None = new([]);

    /// <param name="before">The words before it, without the program's name.</param>
    /// <param name="names">Who knows the names of things.</param>
    public static async Task<Candidates> OfAsync(
        Command root, IReadOnlyList<string> before, string word, Func<NameKind, Task<IReadOnlyList<string>>> names)
    {
        var spot = Spot.After(before, root);
        if (spot.Pending is { } pending)
        {
            return Values(pending).StartingWith(word);
        }
        if (word.StartsWith('-') && !spot.IsPlain)
        {
            return word.IndexOf('=') is > 0 and var equals
                ? Assigned(spot, word[..equals]).StartingWith(word)
                : new Candidates([.. spot.Options.SelectMany(LongNames)]).StartingWith(word);
        }
        var (commands, ofArgument) = (
            spot.Subcommands.Select(command => command.Name), await ValuesAsync(spot.Argument, names));
        return new Candidates([.. commands, .. ofArgument.Words], ofArgument.IsPath).StartingWith(word);
    }

    private static async Task<Candidates> ValuesAsync(
        Argument? argument, Func<NameKind, Task<IReadOnlyList<string>>> names) => argument switch
        {
            null => None,
            NamedArgument named => new Candidates(await names(named.Kind)),
            _ => new Candidates(Labels(argument), IsPathName(argument.Name)),
        };

    private static Candidates Assigned(Spot spot, string name)
    {
        var values = spot.Find(name) is { } option ? Values(option) : None;
        return new Candidates([.. values.Words.Select(value => $"{name}={value}")], values.IsPath);
    }

    private static Candidates Values(Option option) =>
        new(
            Labels(option),
            IsPathName(option.HelpName ?? "") || option.Name.EndsWith("-file", StringComparison.Ordinal)
            || option.Name.EndsWith("-directory", StringComparison.Ordinal));

    private static List<string> Labels(Symbol symbol) =>
        [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label)];

    /// <summary>A letter after one dash is for who knows it already.</summary>
    private static IEnumerable<string> LongNames(Option option) =>
        option.Aliases.Prepend(option.Name).Where(name => name.StartsWith("--", StringComparison.Ordinal));

    private static bool IsPathName(string name) => name is "FILE" or "OTHER";

    private Candidates StartingWith(string word) => this with
    {
        Words = [.. Words.Where(candidate => candidate.StartsWith(word, StringComparison.Ordinal)).Distinct()],
    };
}
