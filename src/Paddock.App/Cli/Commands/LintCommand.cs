using System.CommandLine;
using Paddock.App.Cli.Lint;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.App.Cli.Commands;

/// <summary>
/// <c>paddock lint [FILE…] [--labels a,b]</c>: which pool would serve the jobs of these workflows. Asks nobody.
/// </summary>
internal static class LintCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = $"Workflow files, or directories of them. Default: {WorkflowPaths.Usual}.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Labels = new("--labels")
    {
        Description = "Labels with commas between, as one runs-on has them; no file is read then.",
        HelpName = "LABELS",
    };

    private static readonly Option<string?> RepositoryName = new("--repository")
    {
        Description = "Whose workflows they are. Default: GITHUB_REPOSITORY, then the origin of this checkout.",
        HelpName = "OWNER/NAME",
    };

    private static readonly Option<bool> IsPublic = new("--public")
    {
        Description = "The repository is public.",
    };

    public static Command Make(Shell shell)
    {
        var command = new Command("lint", "Tells which pool would serve the jobs of workflow files.")
        {
            Files, Labels, RepositoryName, IsPublic,
        };
        Invocation.Set(command, shell, (invocation, _) => Task.FromResult(Show(invocation)));
        return command;
    }

    private static ExitCode Show(Invocation invocation)
    {
        var config = Configured.Require(invocation);
        var policy = config.ToPolicy(new FleetIdentity(config.Fleet, Install: "", Mark: ""));
        var linted = Linted.Of(policy, RepositoryOf(invocation, policy));
        var faults = new FaultList();
        var wishes = Wishes(invocation, faults);
        var report = Report.Of(
        [
            .. faults.Sorted.Select(
                fault => new ReportFinding(fault.Level, fault.Place, fault.Message, fault.Remedy)),
            .. wishes.Select(wish => LintVerdict.Of(linted, wish)),
        ]);
        report.Write(invocation, $"No job of {linted.Repository.FullName} asks for what no pool has.");
        return report.Code;
    }

    private static IReadOnlyList<JobWish> Wishes(Invocation invocation, FaultList faults) =>
        invocation.Given.GetValue(Labels) is { } labels
            ? [new JobWish.Clear(null, new("--labels"), new LabelSet(labels.Split(',')))]
            :
            [
                .. WorkflowPaths.Of(invocation.Given.GetValue(Files) ?? [])
                    .SelectMany(path => WorkflowFile.Read(path, faults)),
            ];

    private static Repository RepositoryOf(Invocation invocation, FleetPolicy policy)
    {
        var name = invocation.Given.GetValue(RepositoryName)
            ?? OwnRepository.Find(invocation.Shell, Environment.CurrentDirectory)
            ?? OnlyOne(policy);
        if (name is null || !OwnRepository.IsFullName(name))
        {
            throw new CliFaultException(
                ExitCode.Usage, name is null ? "Nothing says whose workflows these are." : $"{name} is no repository.",
                "Name it like --repository acme/app.");
        }
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new Repository(
            Id: 0, name[..slash], name[(slash + 1)..], Private: !invocation.Given.GetValue(IsPublic));
    }

    /// <summary>The repository of all pools, where they serve no other.</summary>
    private static string? OnlyOne(FleetPolicy policy) =>
        policy.Pools.SelectMany(pool => pool.Scopes).Distinct().ToList() is [{ Kind: ScopeKind.Repository } only]
            ? only.Path
            : null;
}
