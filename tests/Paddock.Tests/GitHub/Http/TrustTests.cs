using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Http;

/// <summary>A GitHub behind a private certificate authority, over real TLS.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task A_server_of_the_authority_in_the_file_is_trusted()
    {
        await File.WriteAllTextAsync(_file, _authority.RootPem, TestContext.Current.CancellationToken);

        (await ListAsync(_file, otherName: null)).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task Without_the_file_it_is_not_trusted_and_nothing_is_sent()
    {
        var refused = (await ListAsync(file: null, otherName: null)).ShouldBeOfType<RunnerListReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Transient);
        refused.Fault.Message.ShouldContain("cannot be trusted");
    }

    [Fact]
    public async Task Another_authority_does_not_do()
    {
        using var other = new TestCertificates();
        await File.WriteAllTextAsync(_file, other.RootPem, TestContext.Current.CancellationToken);

        (await ListAsync(_file, otherName: null)).ShouldBeOfType<RunnerListReply.Refused>()
            .Fault.Message.ShouldContain("cannot be trusted");
    }

    [Fact]
    public async Task The_right_authority_does_not_excuse_the_wrong_name()
    {
        await File.WriteAllTextAsync(_file, _authority.RootPem, TestContext.Current.CancellationToken);

        (await ListAsync(_file, otherName: "elsewhere.example")).ShouldBeOfType<RunnerListReply.Refused>()
            .Fault.Message.ShouldContain("cannot be trusted");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task A_file_without_a_certificate_is_found_out_at_start(string content)
    {
        await File.WriteAllTextAsync(_file, content, TestContext.Current.CancellationToken);

        Should.Throw<InvalidDataException>(() => Adapters(new Uri("https://127.0.0.1:1"), _file))
            .Message.ShouldContain(_file);
    }

    [Fact]
    public void A_file_that_is_not_there_is_found_out_at_start() =>
        Should.Throw<InvalidDataException>(() => Adapters(new Uri("https://127.0.0.1:1"), "/nowhere/ca.pem"));

    private async Task<RunnerListReply> ListAsync(string? file, string? otherName)
    {
        var sent = 0;
        await using var server = await LoopbackServer.StartAsync(
            async (context, _) =>
            {
                Interlocked.Increment(ref sent);
                await context.Response.WriteAsync("""{"login":"alice","total_count":0,"runners":[]}""");
            },
            _authority.ForServer(otherName));
        var time = new TestTime();
        using var adapters = Adapters(server.Address, file, time);
        var listing = adapters.Forge.ListAsync(GitHubStub.Repository, TestContext.Current.CancellationToken);
        while (!listing.IsCompleted)
        {
            // The attempts after the first.
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        var reply = await listing;
        (sent > 0).ShouldBe(reply is RunnerListReply.Complete);
        return reply;
    }

    private static GitHubAdapters Adapters(Uri api, string? file, TimeProvider? time = null) => new(
        [
            new GitHubConnection
            {
                Name = "default",
                Url = new Uri("https://github.com"),
                ApiUrl = api,
                Credential = new GitHubCredential.Token(new Secret("t")),
                CertificateAuthorityFile = file,
            },
        ],
        new GitHubOptions { ArchiveDirectory = Path.GetTempPath() },
        time ?? TimeProvider.System,
        NullLoggerFactory.Instance);

    public void Dispose()
    {
        _authority.Dispose();
        File.Delete(_file);
    }
}
