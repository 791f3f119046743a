using System.CommandLine;
using Paddock.App.Configuration.Keys;

namespace Paddock.App.Cli;

/// <summary>A flag for every setting that is no secret, for who reads a configuration as it will run.</summary>
internal sealed class SettingFlags
{
    private readonly IReadOnlyList<(string Name, Option<string?> Option)> _flags =
    [
        .. Settings.All.Where(setting => !setting.IsSecret).Select(setting => (setting.Name, Flag(setting))),
    ];

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _flags)
        {
            command.Add(option);
        }
    }

    /// <summary>The words are for shells alone: what does not fit is told with all else that is wrong.</summary>
    private static Option<string?> Flag(Setting setting)
    {
        var flag = new Option<string?>($"--{setting.Name}") { Description = setting.Doc, HelpName = "VALUE" };
        flag.CompletionSources.Add([.. ConfigKeys.WordsOf(setting)]);
        return flag;
    }

    /// <summary>Those that were given, by the name of the setting.</summary>
    public IReadOnlyDictionary<string, string> Of(ParseResult given) => _flags
        .Select(flag => (flag.Name, Value: given.GetValue(flag.Option)))
        .Where(flag => flag.Value is not null)
        .ToDictionary(flag => flag.Name, flag => flag.Value!);
}
