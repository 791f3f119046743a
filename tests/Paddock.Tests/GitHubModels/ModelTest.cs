using Paddock.GitHubModel;
using Model = Paddock.GitHubModel.GitHubModel;

namespace Paddock.Tests.GitHubModels;

/// <summary>A model with one private repository, a clock that is set by hand, and always the first choice.</summary>
public abstract class ModelTest
{
    protected ModelTest()
    {
        Model = new Model(Times, _ => 0);
        App = Model.AddRepository("acme", "app");
    }

    protected virtual ModelTimes Times => new();

    protected Model Model { get; }

    protected ModelRepository App { get; }

    protected DateTimeOffset Now { get; private set; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    protected void Pass(TimeSpan time)
    {
        Now += time;
        Model.Tick(Now);
    }

    protected ModelJob Queue(JobTemplate template, ModelRepository? repository = null) =>
        Model.JobsOf(Model.QueueRun(repository ?? App, "ci", [template], Now)).First();

    /// <summary>A registered runner that listens, in the organization unless said otherwise.</summary>
    protected ModelRunner Listen(string name, string scope = "orgs/acme", long group = 1, params string[] labels)
    {
        var reply = Model.Register(scope, name, group, labels.Length == 0 ? ["self-hosted"] : labels, Now);
        var runner = reply.ShouldBeOfType<JitReply.Created>().Runner;
        Model.OpenSession(runner.Id, SessionOf(runner), "2.336.0", Now).ShouldBe(SessionReply.Opened);
        return runner;
    }

    /// <summary>What a listener hears when it asks.</summary>
    protected PollReply Ask(ModelRunner runner) => Model.Poll(runner.Id, SessionOf(runner), Now);

    /// <summary>The runner takes the job it is offered.</summary>
    protected ModelJob Take(ModelRunner runner)
    {
        var job = Ask(runner).ShouldBeOfType<PollReply.Offer>().Job;
        Model.Acquire(runner.Id, job.RequestId, Now).ShouldBe(AcquireReply.Acquired);
        return Model.Job(job.Id)!;
    }

    protected string? ConclusionOf(ModelJob job) => Model.Job(job.Id)!.Conclusion;

    protected static Guid SessionOf(ModelRunner runner) => new((int)runner.Id, 0, 0, [0, 0, 0, 0, 0, 0, 0, 9]);
}
