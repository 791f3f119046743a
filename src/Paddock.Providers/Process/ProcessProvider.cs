using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;

namespace Paddock.Providers.Process;

/// <summary>
/// Runners as processes of this host. What is there is read from disk and from <c>/proc</c> at every call and nothing
/// is remembered, so a Paddock that was killed and one that was started in its place see the same machines.
/// </summary>
public sealed partial class ProcessProvider : IProvider
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Often enough that nobody waits for it, and cheap: a few small reads per machine that touch no disk. Exits of
    /// adopted processes cannot be waited for, a killed keeper writes no file that could be watched, and watching
    /// directories in which jobs work would use up the user's inotify watches.
    /// </summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly ProcessSettings _settings;
    private readonly ProviderServices _services;
    private readonly MachineFolders _folders;
    private readonly UnpackedRunners _runners;
    private readonly KeeperStart _keepers;
    private readonly NameTurns _turns = new();
    private readonly ILogger _logger;

    private ProcessProvider(ProcessSettings settings, ProviderServices services)
    {
        var root = Path.GetFullPath(settings.Directory ?? services.StateDirectory);
        _settings = settings;
        _services = services;
        _folders = new MachineFolders(Path.Combine(root, "machines"), services.Identity);
        _runners = new UnpackedRunners(Path.Combine(root, "runners"));
        _keepers = new KeeperStart(settings.Environment, services.Time);
        _logger = services.Loggers.CreateLogger<ProcessProvider>();
    }

    public ProviderTraits Traits => _settings.Traits;

    /// <summary>
    /// Makes its directories and clears what an earlier process left half-made. A directory that cannot be used is told
    /// by <see cref="ValidateAsync"/> and by every later call, not by an exception here.
    /// </summary>
    public static ProcessProvider Open(ProcessSettings settings, ProviderServices services)
    {
        var provider = new ProcessProvider(settings, services);
        try
        {
            Directory.CreateDirectory(
                provider._folders.Directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            provider._folders.ClearUnfinished();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            provider.LogUnusable(provider._folders.Directory, error.Message);
        }
        return provider;
    }

    public async Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return ProcessChecks.Find(_settings.Name, _folders.Directory, offers);
    }

    public async Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        await Hop.Off();
        if (EnsureRules.FaultOf(spec, ticket) is { } fault)
        {
            return new EnsureReply.Refused(fault);
        }
        try
        {
            using var turn = await _turns.TakeAsync(spec.Name.Value, cancellationToken);
            var folder = _folders.Of(spec.Name);
            return folder.Exists ? await AdoptAsync(folder, spec, ticket!)
                : spec.MustExist ? Refused(FaultKind.NotFound, "There is no such machine.")
                : await MakeAsync(spec, ticket!, cancellationToken);
        }
        catch (InvalidDataException bad)
        {
            return Refused(FaultKind.Fatal, bad.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder appears whole, so without one nothing was made; with one its keeper may have been started.
            return _folders.Of(spec.Name).Exists
                ? Refused(FaultKind.Ambiguous, $"The disk does not tell what came of the machine: {error.Message}")
                : Refused(FaultKind.Transient, $"The disk does not take a new machine: {error.Message}");
        }
    }

    public async Task<MachineListReply> ListAsync(CancellationToken cancellationToken)
    {
        await Hop.Off();
        cancellationToken.ThrowIfCancellationRequested();
        return _folders.List();
    }

    public async Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken)
    {
        await Hop.Off();
        if (!MachineFolders.IsName(name))
        {
            return new DeleteReply.Gone();
        }
        try
        {
            using var turn = await _turns.TakeAsync(name.Value, cancellationToken);
            var folder = _folders.Of(name);
            return !folder.Exists ? new DeleteReply.Gone()
                : !_folders.IsOurs(folder.ReadTags())
                    ? new DeleteReply.Refused(new Fault(FaultKind.NameTaken, $"{folder.Path} is not ours."))
                : await EndAsync(folder, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new DeleteReply.Refused(
                new Fault(FaultKind.Transient, $"The machine's directory cannot be removed: {error.Message}"));
        }
    }

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = new ListChanges();
        while (true)
        {
            // Again in every round: whoever reads this comes back on a thread of its own.
            await Hop.Off();
            foreach (var news in changes.Next(_folders.List()))
            {
                yield return news;
            }
            await Task.Delay(LookEvery, _services.Time, cancellationToken);
        }
    }

    public async Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken)
    {
        await Hop.Off();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return MachineFolders.IsName(name) && _folders.Of(name) is var folder && _folders.IsOurs(folder.ReadTags())
                ? new Diagnosis(folder.ReadExit(), LogTail.Read(folder))
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Diagnosis(null, $"Its log cannot be read: {error.Message}");
        }
    }

    private async Task<EnsureReply> AdoptAsync(MachineFolder folder, MachineSpec spec, Ticket ticket)
    {
        if (folder.ReadTags() is not { } tags || !_folders.IsOurs(tags))
        {
            return Refused(FaultKind.NameTaken, $"{folder.Path} is there and is not ours.");
        }
        switch (folder.Look(tags).Phase)
        {
            case MachinePhase.Creating:
                // Put together by a process that was killed before it could start it. Of two that start it now, the
                // claim lets one through.
                folder.PutTicket(ticket);
                return await StartAsync(folder, spec, adopted: true);
            case MachinePhase.Running:
                return new EnsureReply.Done(Adopted: true);
            default:
                return Refused(FaultKind.NotFound, "It has ended, and a machine is used once.");
        }
    }

    private async Task<EnsureReply> MakeAsync(MachineSpec spec, Ticket ticket, CancellationToken cancellationToken)
    {
        var reply = await _services.Archives.GetAsync(
            spec.Scope, "linux", RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64",
            cancellationToken);
        if (reply is not ArchiveReply.Ready { Archive: var archive })
        {
            return new EnsureReply.Refused(((ArchiveReply.Refused)reply).Fault);
        }
        var template = await _runners.GetAsync(archive, cancellationToken);
        var unfinished = _folders.Begin(spec.Name);
        try
        {
            TreeCopy.Make(template, unfinished.Runner, cancellationToken);
            unfinished.PutTags(spec.Tags);
            unfinished.PutKeeper();
            unfinished.PutTicket(ticket);
            var folder = _folders.Finish(unfinished, spec.Name);
            return await StartAsync(folder, spec, adopted: false);
        }
        finally
        {
            TreeRemoval.Remove(unfinished.Path);
        }
    }

    private async Task<EnsureReply> StartAsync(MachineFolder folder, MachineSpec spec, bool adopted)
    {
        if (await _keepers.RunAsync(folder, spec.Lifetime) is not { } problem)
        {
            LogStarted(spec.Name.Value, folder.ReadClaim()?.Keeper?.Id ?? 0);
            return new EnsureReply.Done(adopted);
        }
        return await EndAsync(folder, CancellationToken.None) is DeleteReply.Gone
            ? Refused(FaultKind.Transient, $"The machine does not start: {problem}")
            : Refused(FaultKind.Ambiguous, $"The machine does not start and cannot be cleared away: {problem}");
    }

    private async Task<DeleteReply> EndAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        var processes = new MachineProcesses(folder.Path, folder.ClaimForDeletion());
        if (!await processes.EndAsync(EndLimit, _services.Time, cancellationToken))
        {
            return new DeleteReply.UnderWay();
        }
        _folders.Remove(folder);
        return new DeleteReply.Gone();
    }

    private static EnsureReply.Refused Refused(FaultKind kind, string message) => new(new Fault(kind, message));

    [LoggerMessage(EventId = 4201, EventName = "process-started", Level = LogLevel.Information,
        Message = "Machine {Machine} runs, process {Process}")]
    private partial void LogStarted(string machine, int process);

    [LoggerMessage(EventId = 4202, EventName = "process-directory", Level = LogLevel.Error,
        Message = "{Directory} cannot be used: {Why}")]
    private partial void LogUnusable(string directory, string why);
}
