using System.CommandLine;

namespace Paddock.App.Cli;

/// <summary>What is wrong with a command line, what was probably meant, and where help is.</summary>
internal static class Complaint
{
    private const int SlipsMax = 2;

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
            error.WriteLine($"paddock: {given.Errors[0].Message.TrimEnd('.')}.");
        }
        error.WriteLine($"  See {Path(command)} --help.");
    }

    private static string Path(Command command) =>
        command is RootCommand ? "paddock" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string? Meant(string word, Command command)
    {
        var names = command.Subcommands.Concat<Symbol>(command.Options).Concat(GlobalOptions.All)
            .Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name).ToList();
        return names.Find(name => word.Length > 1 && name.StartsWith(word, StringComparison.Ordinal))
            ?? names.Where(name => Slips(word, name) <= SlipsMax).MinBy(name => Slips(word, name));
    }

    /// <summary>Letters to add, drop or change to make one word the other (Levenshtein's distance).</summary>
    private static int Slips(string word, string name)
    {
        var row = Enumerable.Range(0, name.Length + 1).ToArray();
        foreach (var letter in word)
        {
            var corner = row[0]++;
            for (var i = 1; i <= name.Length; i++)
            {
                var changed = corner + (letter == name[i - 1] ? 0 : 1);
                corner = row[i];
                row[i] = Math.Min(changed, Math.Min(row[i], row[i - 1]) + 1);
            }
        }
        return row[^1];
    }
}
