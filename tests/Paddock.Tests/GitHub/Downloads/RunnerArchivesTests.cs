using System.Security.Cryptography;
using System.Text;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Downloads;

public sealed class RunnerArchivesTests : IAsyncLifetime
{
    private const string Downloads = "/repos/octo-org/octo-repo/actions/runners/downloads";
    private const string Name = "actions-runner-linux-x64-2.336.0.tar.gz";
    private const string File1 = $"/files/{Name}";
    private const string Content = "the archive";

    private static readonly string Hash = HashOf(Content);

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        _github.ForeignPaths.UnionWith([File1, "/moved"]);
        _github.On("GET", File1, Reply.Ok(Content));
        Offer(Name, Hash);
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task An_archive_is_downloaded_verified_and_kept()
    {
        var archive = (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>().Archive;

        archive.ShouldBe(new RunnerArchive(Path.Combine(_github.ArchiveDirectory, Name), "2.336.0", Hash));
        (await File.ReadAllTextAsync(archive.Path, _github.Limit)).ShouldBe(Content);
        Directory.GetFiles(_github.ArchiveDirectory).ShouldBe([archive.Path]);
    }

    [Fact]
    public async Task Our_credential_is_not_sent_to_where_archives_lie()
    {
        await GetAsync();

        _github.Requests.Single(request => request.Path == File1).Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task The_token_GitHub_lends_for_the_download_is_sent_and_does_not_follow_to_another_host()
    {
        await using var other = await GitHubStub.StartAsync();
        other.ForeignPaths.Add("/there");
        other.On("GET", "/there", Reply.Ok(Content));
        _github.On("GET", File1, new Reply(302, "", ("Location", "/moved")));
        _github.On("GET", "/moved", new Reply(302, "", ("Location", new Uri(other.Address, "/there").AbsoluteUri)));
        Offer(Name, Hash, lent: "lent-token");

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>();

        Seen(_github, File1).Header("Authorization").ShouldBe("Bearer lent-token");
        Seen(_github, "/moved").Header("Authorization").ShouldBe("Bearer lent-token");
        Seen(other, "/there").Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task However_many_want_it_it_is_downloaded_once()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync()));

        replies.ShouldAllBe(reply => reply is ArchiveReply.Ready);
        (_github.Count("GET", File1), _github.Count("GET", Downloads)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task An_archive_that_is_here_already_is_verified_and_not_downloaded()
    {
        await PutAsync(Name, Content);

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>();
        _github.Count("GET", File1).ShouldBe(0);
    }

    [Fact]
    public async Task An_archive_that_was_changed_on_disk_is_downloaded_again()
    {
        await PutAsync(Name, "something else");

        var archive = (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>().Archive;

        (await File.ReadAllTextAsync(archive.Path, _github.Limit)).ShouldBe(Content);
    }

    [Fact]
    public async Task An_archive_that_somebody_removed_is_downloaded_again()
    {
        var archive = (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>().Archive;
        File.Delete(archive.Path);

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>();
        _github.Count("GET", File1).ShouldBe(2);
    }

    [Fact]
    public async Task An_archive_that_is_not_what_GitHub_lists_is_refused_and_leaves_nothing()
    {
        _github.On("GET", File1, Reply.Ok("a trojan"));

        var refused = (await GetAsync()).ShouldBeOfType<ArchiveReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Fatal);
        refused.Fault.Message.ShouldContain(Hash);
        Directory.GetFiles(_github.ArchiveDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing_and_can_be_tried_again()
    {
        _github.On("GET", File1, Reply.HalfOf(200, Content), Reply.Ok(Content));

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Transient);
        Directory.GetFiles(_github.ArchiveDirectory).ShouldBeEmpty();
        (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>();
    }

    [Fact]
    public async Task A_download_that_stalls_is_given_up()
    {
        _github.On("GET", File1, Reply.Silence);
        var getting = GetAsync();
        await Eventually.HoldsAsync(() => _github.Count("GET", File1) == 1);

        _github.Time.Advance(TimeSpan.FromSeconds(60));

        (await getting).ShouldBeOfType<ArchiveReply.Refused>().Fault.Message.ShouldContain("stalled");
    }

    [Fact]
    public async Task Without_a_checksum_it_is_refused()
    {
        Offer(Name, hash: null);

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Refused>().Fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        _github.Count("GET", File1).ShouldBe(0);
    }

    [Theory]
    [InlineData("../../etc/cron.d/x-1.2.3.tar.gz")]
    [InlineData("/tmp/x-1.2.3.tar.gz")]
    [InlineData("a b-1.2.3.tar.gz")]
    [InlineData(".hidden-1.2.3.tar.gz")]
    [InlineData("runner.tar.gz")]
    [InlineData("runner-1.2.3.exe")]
    [InlineData("runner-one.tar.gz")]
    [InlineData("")]
    public async Task A_file_name_that_is_none_of_an_archive_is_refused(string name)
    {
        Offer(name, Hash);

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Fatal);
        Directory.GetFiles(_github.ArchiveDirectory).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/x")]
    [InlineData("relative")]
    public async Task Only_web_addresses_are_downloaded(string url)
    {
        Offer(Name, Hash, url: url);

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Fatal);
    }

    [Fact]
    public async Task A_platform_GitHub_has_no_runner_for_is_refused_with_the_ones_it_has()
    {
        var reply = await _github.Adapters.Archives.GetAsync(
            GitHubStub.Repository, "linux", "riscv", _github.Limit);

        reply.ShouldBeOfType<ArchiveReply.Refused>().Fault.Message.ShouldContain("linux/x64");
    }

    [Fact]
    public async Task The_list_is_asked_again_after_an_hour_and_a_new_version_taken()
    {
        await GetAsync();
        const string newer = "actions-runner-linux-x64-2.337.0.tar.gz";
        Offer(newer, Hash);
        _github.Time.Advance(TimeSpan.FromMinutes(59));
        (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>().Archive.Version.ShouldBe("2.336.0");

        _github.Time.Advance(TimeSpan.FromMinutes(1));

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>().Archive.Version.ShouldBe("2.337.0");
    }

    [Fact]
    public async Task When_the_list_cannot_be_had_the_archive_of_before_serves_on()
    {
        await GetAsync();
        _github.On("GET", Downloads, Reply.Error(429, "slow down", ("Retry-After", "60")));
        _github.Time.Advance(TimeSpan.FromHours(1));

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Ready>().Archive.Version.ShouldBe("2.336.0");
    }

    [Fact]
    public async Task When_the_credential_is_withdrawn_the_archive_of_before_does_not_hide_it()
    {
        await GetAsync();
        _github.On("GET", Downloads, Reply.Error(401, "Bad credentials"));
        _github.Time.Advance(TimeSpan.FromHours(1));

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Unauthorized);
    }

    [Fact]
    public async Task The_newest_few_versions_stay_and_other_families_are_left_alone()
    {
        string[] here =
        [
            "actions-runner-linux-x64-2.9.0.tar.gz", "actions-runner-linux-x64-2.334.0.tar.gz",
            "actions-runner-linux-x64-2.335.0.tar.gz", "actions-runner-linux-arm64-2.1.0.tar.gz", "notes.txt",
        ];
        foreach (var name in here)
        {
            await PutAsync(name, "x");
        }
        var dead = await PutAsync($"{Name}.abc.part", "x");
        File.SetLastWriteTimeUtc(dead, _github.Time.GetUtcNow().UtcDateTime.AddDays(-2));

        await GetAsync();

        Directory.GetFiles(_github.ArchiveDirectory).Select(Path.GetFileName).Order().ShouldBe(
            [.. here.Where(name => name != "actions-runner-linux-x64-2.9.0.tar.gz").Append(Name).Order()]);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_used_is_a_refusal()
    {
        _github.Options = _github.Options with { ArchiveDirectory = "/proc/nowhere" };

        (await GetAsync()).ShouldBeOfType<ArchiveReply.Refused>().Fault.Message.ShouldContain("directory");
    }

    private static SeenRequest Seen(GitHubStub github, string path) =>
        github.Requests.Single(request => request.Path == path);

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<string> PutAsync(string name, string content)
    {
        var path = Path.Combine(_github.ArchiveDirectory, name);
        await File.WriteAllTextAsync(path, content, _github.Limit);
        return path;
    }

    private void Offer(string name, string? hash, string? lent = null, string? url = null)
    {
        var sum = hash is null ? "" : $",\"sha256_checksum\":\"{hash.ToUpperInvariant()}\"";
        var token = lent is null ? "" : $",\"temp_download_token\":\"{lent}\"";
        var from = url ?? new Uri(_github.Address, File1).AbsoluteUri;
        var entry = $$"""
            {"os":"linux","architecture":"x64","filename":"{{name}}","download_url":"{{from}}"{{sum}}{{token}}}
            """;
        _github.On("GET", Downloads, Reply.Ok($"[{entry}]"));
    }

    private Task<ArchiveReply> GetAsync() => _github.Adapters.Archives.GetAsync(
        GitHubStub.Repository, "linux", "x64", _github.Limit);
}
