using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Paddock.Demo;
using Paddock.Demo.Parts;
using Paddock.Tests.Support;

namespace Paddock.Tests.Demo;

/// <summary>What the demonstration says when its containers do not go away; the engine here is a stand-in.</summary>
public sealed class ClearingTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clearing-").FullName;
    private readonly WebApplication _engine;
    private readonly TestTime _time = new();
    private Func<HttpContext, Task> _delete = _ => Task.CompletedTask;

    public ClearingTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket));
        _engine = builder.Build();
        _engine.Run(AnswerAsync);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(_folder, "docker.sock");

    public async ValueTask InitializeAsync() => await _engine.StartAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task A_container_that_is_gone_or_going_is_no_fault(int status)
    {
        _delete = context => Task.FromResult(context.Response.StatusCode = status);
        await ClearAsync();
    }

    [Fact]
    public async Task A_container_that_the_engine_does_not_remove_is_named()
    {
        _delete = context => Task.FromResult(context.Response.StatusCode = 500);
        var fault = await Should.ThrowAsync<DemoFailedException>(ClearAsync);
        fault.Message.ShouldContain("left-over (status 500)");
        fault.Remedy.ShouldContain("paddock.fleet=demo");
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_not_waited_for_without_end()
    {
        var asked = new TaskCompletionSource();
        _delete = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var clearing = ClearAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Stop);
        _time.Advance(TimeSpan.FromMinutes(1));
        var fault = await Should.ThrowAsync<DemoFailedException>(() => clearing);
        fault.Message.ShouldContain("no answer within a minute");
    }

    private async Task ClearAsync()
    {
        using var engine = await LocalEngine.OpenAsync($"unix://{Socket}", Stop);
        await engine.Clearing("demo", _time).DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/containers/json" => context.Response.WriteAsync("""[{"Names":["/left-over"]}]"""),
        "/containers/left-over" => _delete(context),
        _ => Task.CompletedTask,
    };
}
