using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.Providers;
using Paddock.Providers.Process;

namespace Paddock.App.Cli.Images;

/// <summary>What the words of <c>paddock image build</c> say; what they leave out the configuration says.</summary>
internal sealed record ImageWish(string? Name)
{
    public string? Provider { get; init; }

    public string? Base { get; init; }

    public string? Script { get; init; }

    public string? Alias { get; init; }

    public int? Keep { get; init; }

    public bool LeavesRunnerOut { get; init; }

    /// <exception cref="CliFaultException">It does not say enough, or names what is not there.</exception>
    public ImageSettings Settle(PaddockConfig config)
    {
        var known = Find(config);
        var from = Base ?? known?.Base ?? throw new CliFaultException(
            ExitCode.Usage, "There is nothing to begin with.", "Add --base IMAGE, or an image under images:.");
        var alias = Alias ?? known?.Alias ?? Name ?? throw new CliFaultException(
            ExitCode.Usage, "The image has no name.", "Add --alias ALIAS.");
        if (!Configuration.Keys.ScalarRule.IsName(alias))
        {
            throw new CliFaultException(
                ExitCode.Usage, $"'{alias}' cannot be an alias.", "Use up to 63 letters, digits, '-', '_' and '.'.");
        }
        if (Keep < 1)
        {
            throw new CliFaultException(ExitCode.Usage, "--keep has to be 1 or more.", "The newest one always stays.");
        }
        var settings = known ?? new ImageSettings(Name ?? alias, new ProviderName(""), from) { Alias = alias };
        return settings with
        {
            Base = from,
            Alias = alias,
            Provider = PlaceOf(config, Provider ?? known?.Provider.Value).Name,
            ScriptFile = Script is null ? settings.ScriptFile : Path.GetFullPath(Script),
            Keep = Keep ?? settings.Keep,
            PutsRunner = settings.PutsRunner && !LeavesRunnerOut,
        };
    }

    /// <summary>The provider of this name; without one the only one whose machines have images.</summary>
    /// <exception cref="CliFaultException">There is none, or there are several.</exception>
    public static ProviderSettings PlaceOf(PaddockConfig config, string? name)
    {
        if (name is not null)
        {
            return config.Providers.FirstOrDefault(provider => provider.Name.Value == name)
                ?? throw new CliFaultException(
                    ExitCode.NotFound, $"There is no provider {name}.",
                    $"There is: {string.Join(", ", config.Providers.Select(provider => provider.Name))}.");
        }
        return config.Providers.Where(provider => provider is not ProcessSettings).ToList() is [var only]
            ? only
            : throw new CliFaultException(
                ExitCode.Usage, "There is not exactly one provider whose machines have images.", "Add --provider P.");
    }

    private ImageSettings? Find(PaddockConfig config)
    {
        if (Name is null)
        {
            return Base is null && config.Images is [var only] ? only : null;
        }
        var found = config.Images.FirstOrDefault(image => image.Name == Name);
        return found is not null || Base is not null ? found : throw new CliFaultException(
            ExitCode.NotFound, $"There is no image {Name} in the configuration.",
            config.Images.Count == 0
                ? "Add it under images:, or say what to begin with: --base IMAGE."
                : $"There is: {string.Join(", ", config.Images.Select(image => image.Name))}. Or add --base IMAGE.");
    }
}
