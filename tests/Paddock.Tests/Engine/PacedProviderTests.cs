using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Simulator;

namespace Paddock.Tests.Engine;

/// <summary>A provider that has said "too often" is left alone as a whole until it may be asked again.</summary>
public sealed class PacedProviderTests
{
    private static readonly MachineName Machine = MachineName.Of("pdk-one");

    private readonly SimTime _time = new();
    private readonly CountingProvider _inner = new();
    private readonly PacedProvider _paced;

    public PacedProviderTests() =>
        _paced = new PacedProvider(_inner, new ProviderName("cloud"), new EngineClock(_time), _time);

    [Fact]
    public async Task Lists_and_deletions_wait_too_for_as_long_as_it_has_said()
    {
        _inner.Answer = TooOften(TimeSpan.FromMinutes(5));
        await _paced.ListAsync(CancellationToken.None);

        Pass(TimeSpan.FromMinutes(4));
        var reply = await _paced.DeleteAsync(Machine, CancellationToken.None);

        var fault = reply.ShouldBeOfType<DeleteReply.Refused>().Fault;
        (fault.Kind, fault.RetryAt).ShouldBe((FaultKind.RateLimited, _time.GetUtcNow().AddMinutes(1)));
        _inner.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_wall_clock_that_is_put_back_makes_the_pause_no_longer()
    {
        _inner.Answer = TooOften(TimeSpan.FromMinutes(1));
        await _paced.ListAsync(CancellationToken.None);
        _time.WallStep = TimeSpan.FromHours(-1);
        _inner.Answer = null;

        Pass(TimeSpan.FromMinutes(1));
        (await _paced.ListAsync(CancellationToken.None)).ShouldBeOfType<MachineListReply.Complete>();
    }

    [Fact]
    public async Task Without_its_word_the_pause_doubles_until_it_serves_something()
    {
        _inner.Answer = TooOften(null);
        await _paced.ListAsync(CancellationToken.None);
        Pass(TimeSpan.FromSeconds(30));
        await _paced.ListAsync(CancellationToken.None);

        Pass(TimeSpan.FromSeconds(59));
        await _paced.ListAsync(CancellationToken.None);
        _inner.Calls.ShouldBe(2);

        _inner.Answer = null;
        Pass(TimeSpan.FromSeconds(1));
        await _paced.ListAsync(CancellationToken.None);
        await _paced.ListAsync(CancellationToken.None);
        _inner.Calls.ShouldBe(4);
    }

    [Fact]
    public async Task One_call_tries_whether_the_pause_is_over_and_the_others_come_again()
    {
        _inner.Answer = TooOften(null);
        await _paced.ListAsync(CancellationToken.None);
        Pass(TimeSpan.FromMinutes(1));
        _inner.Gate = new TaskCompletionSource();
        _inner.Answer = null;
        var trying = _paced.ListAsync(CancellationToken.None);

        (await _paced.DeleteAsync(Machine, CancellationToken.None)).ShouldBeOfType<DeleteReply.Refused>();

        _inner.Gate.SetResult();
        await trying;
        (await _paced.DeleteAsync(Machine, CancellationToken.None)).ShouldBeOfType<DeleteReply.Gone>();
    }

    [Fact]
    public async Task A_try_that_is_given_up_leaves_the_next_one_to_another()
    {
        _inner.Answer = TooOften(null);
        await _paced.ListAsync(CancellationToken.None);
        Pass(TimeSpan.FromMinutes(1));
        _inner.Gate = new TaskCompletionSource();
        _inner.Answer = null;
        var trying = _paced.ListAsync(CancellationToken.None);
        _inner.Gate.SetCanceled(CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(trying);
        _inner.Gate = null;

        (await _paced.DeleteAsync(Machine, CancellationToken.None)).ShouldBeOfType<DeleteReply.Gone>();
    }

    private void Pass(TimeSpan time)
    {
        _time.After(time, () => { });
        _time.TryAdvance();
    }

    private Fault TooOften(TimeSpan? wait) =>
        new(FaultKind.RateLimited, "Too many requests.", wait is { } until ? _time.GetUtcNow() + until : null);

    private sealed class CountingProvider : IProvider
    {
        public ProviderTraits Traits => throw new NotSupportedException();

        /// <summary>Null to serve.</summary>
        public Fault? Answer { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public int Calls { get; private set; }

        public Task<IReadOnlyList<Finding>> ValidateAsync(
            IReadOnlyList<Offer> offers, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EnsureReply> EnsureAsync(
            MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) => SayAsync<MachineListReply>(
            new MachineListReply.Complete([], 0), fault => new MachineListReply.Refused(fault));

        public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
            SayAsync<DeleteReply>(new DeleteReply.Gone(), fault => new DeleteReply.Refused(fault));

        public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        private async Task<TReply> SayAsync<TReply>(TReply served, Func<Fault, TReply> refuse)
        {
            Calls++;
            await (Gate?.Task ?? Task.CompletedTask);
            return Answer is { } fault ? refuse(fault) : served;
        }
    }
}
