using System.CommandLine;
using Paddock.Core.Policy;

namespace Paddock.App.Cli;

/// <summary>What is wrong with a command line, what was probably meant, and where help is.</summary>
internal static class Complaint
{
    public static void Write(ParseResult given, TextWriter error)
    {
        var command = given.CommandResult.Command;
        // A word that is not understood comes with complaints about what is missing instead; one of them is enough.
        if (given.UnmatchedTokens is [var word, ..])
        {
            var meant = Meant(word, command) is { } name ? $" Did you mean {name}?" : "";
            error.WriteLine($"paddock: {Path(command)} does not know {word}.{meant}");
        }
        else
        {
            error.WriteLine($"paddock: {Wrong(given, command)}");
        }
        error.WriteLine($"  See {Path(command)} --help.");
    }

    private static string Wrong(ParseResult given, Command command)
    {
        if (command.Action is null && command.Subcommands.Count > 0)
        {
            var words = string.Join(" or ", command.Subcommands.Select(subcommand => subcommand.Name));
            return $"{Path(command)} needs one word more: {words}.";
        }
        // The library lists what it would take one a line; in a log and in a mail that reads as several messages.
        var lines = given.Errors[0].Message.Split('\n', StringSplitOptions.TrimEntries);
        return $"{lines[0]} {string.Join(", ", lines[1..])}".TrimEnd(' ', '.') + ".";
    }

    private static string Path(Command command) =>
        command is RootCommand ? "paddock" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string? Meant(string word, Command command)
    {
        var names = command.Subcommands.Concat<Symbol>(command.Options).Concat(GlobalOptions.All)
            .Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name).ToList();
        return names.Find(name => word.Length > 1 && name.StartsWith(word, StringComparison.Ordinal))
            ?? Nearest.To(word, names);
    }
}
