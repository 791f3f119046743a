using Paddock.GitHubModel;

namespace Paddock.Tests.GitHubModels;

public sealed class SessionLimitTests : ModelTest
{
    [Fact]
    public void A_listener_that_stops_asking_is_offline_after_a_minute_and_its_offer_goes_on()
    {
        var silent = Listen("silent");
        var job = Queue(JobTemplate.Of("build", "self-hosted"));
        Pass(TimeSpan.FromSeconds(60));
        Model.Runner(silent.Id)!.IsOnline.ShouldBeFalse();
        Model.Job(job.Id)!.OfferedTo.ShouldBeNull();
    }
}
