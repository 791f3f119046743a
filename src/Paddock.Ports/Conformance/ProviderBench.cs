using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

/// <summary>
/// A provider on trial in the words of the checks. It remembers what was asked for and clears it away.
/// </summary>
internal sealed class ProviderBench(IProviderTrial trial, CancellationToken token) : IAsyncDisposable
{
    /// <summary>Nothing that a killed check leaves behind runs for longer.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly List<MachineName> _asked = [];
    private CancellationToken _token = token;

    public IProviderTrial Trial => trial;

    public IProvider Provider => trial.Provider;

    public CancellationToken Token => _token;

    /// <summary>What to make under a new name.</summary>
    public MachineSpec Spec() => Spec(trial.NewName());

    public MachineSpec Spec(MachineName name)
    {
        _asked.Add(name);
        var tags = new MachineTags(
            trial.Identity.Fleet, trial.Identity.Install, new PoolName("check"), name, Generation: 1,
            trial.Time.GetUtcNow() + Lifetime);
        return new MachineSpec(name, tags, trial.Offer, trial.Scope, Lifetime);
    }

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, RunnerCourse course) =>
        EnsureAsync(spec, trial.NewTicket(spec.Name, course));

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, TrialTicket? ticket) =>
        AskAsync("Ensure", () => Provider.EnsureAsync(spec, ticket?.Ticket, _token));

    /// <summary>Makes a new machine that runs, or one that has ended by itself.</summary>
    public async Task<MachineSpec> MakeAsync(RunnerCourse course)
    {
        var spec = Spec();
        await MakeAsync(spec, trial.NewTicket(spec.Name, course));
        if (course == RunnerCourse.Ends)
        {
            await SeeEndedAsync(spec.Name);
        }
        else
        {
            await SeeAsync(spec.Name, MachinePhase.Running);
        }
        return spec;
    }

    public async Task MakeAsync(MachineSpec spec, TrialTicket? ticket)
    {
        var done = Expect.Is<EnsureReply.Done>(await EnsureAsync(spec, ticket));
        Expect.That(!done.Adopted, "A machine of a new name was adopted.");
    }

    /// <summary>Expects a refusal that says: certainly nothing was made.</summary>
    public async Task<Fault> RefuseAsync(MachineSpec spec, RunnerCourse course)
    {
        var fault = Expect.Is<EnsureReply.Refused>(await EnsureAsync(spec, course)).Fault;
        Expect.That(fault.Kind != FaultKind.Ambiguous, $"It does not know whether it made a machine: {fault.Message}");
        return fault;
    }

    public async Task<MachineListReply.Complete> ListAsync() =>
        Expect.Is<MachineListReply.Complete>(await AskAsync("List", () => Provider.ListAsync(_token)));

    public async Task<IReadOnlyList<ListedMachine>> FindAsync(MachineName name) =>
        [.. (await ListAsync()).Machines.Where(machine => machine.Name == name)];

    public async Task ExpectAbsentAsync(MachineName name, string why)
    {
        var found = await FindAsync(name);
        Expect.That(found.Count == 0, $"{why}, and the list shows {Words(found)}.");
    }

    public Task<ListedMachine> SeeAsync(MachineName name, MachinePhase phase) =>
        SeeAsync(name, machine => machine.Phase == phase, phase.ToString());

    /// <summary>Waits until it has ended: null where ended machines go by themselves and this one has.</summary>
    public async Task<ListedMachine?> SeeEndedAsync(MachineName name)
    {
        IReadOnlyList<ListedMachine> found = [];
        await UntilAsync(
            async () => (found = await FindAsync(name))
                is [{ Phase: MachinePhase.Finished or MachinePhase.Failed }]
                || (found.Count == 0 && !Provider.Traits.EndedStay),
            () => $"It should have ended; the list shows {Words(found)}.");
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Waits until the list shows the machine, once and as wanted.</summary>
    public async Task<ListedMachine> SeeAsync(MachineName name, Func<ListedMachine, bool> isWanted, string wanted)
    {
        IReadOnlyList<ListedMachine> found = [];
        await UntilAsync(
            async () => (found = await FindAsync(name)) is [var one] && isWanted(one),
            () => $"It should be listed once and be {wanted}; the list shows {Words(found)}.");
        return found[0];
    }

    public Task<DeleteReply> DeleteAsync(MachineName name) =>
        AskAsync("Delete", () => Provider.DeleteAsync(name, _token));

    /// <summary>Asks until it is gone.</summary>
    public async Task DeleteToTheEndAsync(MachineName name)
    {
        DeleteReply reply = new DeleteReply.UnderWay();
        await UntilAsync(
            async () =>
            {
                reply = await DeleteAsync(name);
                Expect.That(reply is not DeleteReply.Refused, $"A deletion was answered {reply}.");
                return reply is DeleteReply.Gone;
            },
            () => $"A machine should be gone; the last deletion was answered {reply}.");
    }

    public Task<Diagnosis?> DiagnoseAsync(MachineName name) =>
        AskAsync("Diagnose", () => Provider.DiagnoseAsync(name, _token));

    /// <summary>Whatever a door throws is told as the broken promise it is, and so is that it never answers.</summary>
    public async Task<TReply> AskAsync<TReply>(string verb, Func<Task<TReply>> ask)
    {
        var limit = Provider.Traits.EnsureLimit;
        try
        {
            return await ask().WaitAsync(limit, trial.Time, _token);
        }
        catch (TimeoutException) when (!_token.IsCancellationRequested)
        {
            throw new ConformanceException($"{verb} has not answered within {limit}.");
        }
        catch (Exception thrown) when (!_token.IsCancellationRequested)
        {
            throw new ConformanceException($"{verb} threw {thrown.GetType().Name}: {thrown.Message}");
        }
    }

    public async Task UntilAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var began = trial.Time.GetTimestamp();
        while (!await condition())
        {
            Expect.That(trial.Time.GetElapsedTime(began) < trial.Patience, $"{otherwise()} ({trial.Patience} passed.)");
            await Task.Delay(LookEvery, trial.Time, _token);
        }
    }

    /// <summary>Deletes everything that was asked for, whatever came of it.</summary>
    public async Task ClearAsync()
    {
        while (_asked.Count > 0)
        {
            var name = _asked[^1];
            _asked.RemoveAt(_asked.Count - 1);
            await DeleteToTheEndAsync(name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Somebody who stops the checks half-way wants to be rid of their machines, too.
        _token = CancellationToken.None;
        while (_asked.Count > 0)
        {
            try
            {
                await ClearAsync();
            }
            catch (Exception error) when (error is ConformanceException or OperationCanceledException)
            {
                // The check has failed already, and its own words say more than these would.
            }
        }
    }

    /// <summary>What the trial planted is cleared by the trial, not by a provider that must not touch it.</summary>
    public void Disown(MachineSpec spec) => _asked.RemoveAll(name => name == spec.Name);

    public static string Words(IReadOnlyList<ListedMachine> found) =>
        found.Count == 0 ? "nothing" : string.Join(", ", found);
}
