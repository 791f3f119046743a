using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Scenarios;

public sealed class RemovedProviderTests
{
    [Fact]
    public void Machines_of_a_provider_that_was_taken_out_of_the_configuration_wait_until_it_is_back()
    {
        var isThere = true;
        using var stage = new Stage(TestPolicy.Pool(), alter: doors => isThere
            ? doors
            : doors with { Providers = new Dictionary<ProviderName, IProvider>() });
        stage.Push(1);
        stage.Until(() => stage.Machines == 1);
        stage.Kill();

        // Long enough for the job to end and the machine to be condemned; any defect ends the story here.
        isThere = false;
        stage.Start();
        stage.Pass(TimeSpan.FromMinutes(30));
        stage.Machines.ShouldBe(1, "nobody can reach it");
        stage.Kill();

        isThere = true;
        stage.Start();
        stage.Until(() => stage.Machines == 0);
    }
}
