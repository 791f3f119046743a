using System.CommandLine;

namespace Paddock.App.Cli.Completion;

/// <summary>
/// Where in a command line a word stands. The library's own answer to this (<c>[suggest]</c>) knows no
/// <c>--option=</c>, mixes options into everything, and fails behind a number, so the words are walked here.
/// </summary>
/// <param name="Command">The innermost command named before the word.</param>
/// <param name="Position">How many of its arguments stand before the word.</param>
/// <param name="Pending">The option whose value the word is; null for none.</param>
/// <param name="IsPlain">Behind <c>--</c>, where nothing is an option.</param>
internal sealed record Spot(Command Command, int Position = 0, Option? Pending = null, bool IsPlain = false)
{
    /// <param name="words">Those before the word, without the program's name.</param>
    public static Spot After(IEnumerable<string> words, Command root) =>
        words.Aggregate(new Spot(root), (spot, word) => spot.Next(word));

    /// <summary>Those the command takes here, its own first.</summary>
    public IEnumerable<Option> Options => Command.Options
        .Concat(Ancestors(Command).SelectMany(above => above.Options).Where(option => option.Recursive))
        .Where(option => !option.Hidden);

    /// <summary>The argument whose turn it is; null when the command takes no further one.</summary>
    public Argument? Argument => Command.Arguments.ElementAtOrDefault(Position)
        ?? (Command.Arguments is [.., { Arity.MaximumNumberOfValues: > 1 } rest] ? rest : null);

    public IEnumerable<Command> Subcommands =>
        Position == 0 ? Command.Subcommands.Where(command => !command.Hidden) : [];

    public Option? Find(string name) =>
        Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private Spot Next(string word)
    {
        if (Pending is not null)
        {
            return this with { Pending = null };
        }
        if (IsPlain || !word.StartsWith('-'))
        {
            return Subcommands.FirstOrDefault(command => command.Name == word) is { } inner && !IsPlain
                ? new Spot(inner)
                : this with { Position = Position + 1 };
        }
        return word == "--" ? this with { IsPlain = true }
            : Find(word) is { } option && TakesValue(option) ? this with { Pending = option }
            : this;
    }

    private static bool TakesValue(Option option) =>
        option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    private static IEnumerable<Command> Ancestors(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Ancestors(parent).Prepend(parent));
}
