using Paddock.GitHub.Auth;
using Paddock.GitHubStandIn.Control;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Auth;

public sealed class AppKeyFileTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private AppRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await AppRig.StartAsync();
        _rig.Credential = new GitHubCredential.AppKeyFile(AppRig.ClientId, _file);
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_was_replaced_unnoticed_is_found_when_GitHub_refuses_the_old_one()
    {
        var (old, current) = (new TestAppKey().Pkcs1, TestAppKey.Common.Pkcs1);
        Write(old);
        await _rig.RefusalAsync();
        var written = File.GetLastWriteTimeUtc(_file);
        Write(current);
        File.SetLastWriteTimeUtc(_file, written);

        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task A_file_that_holds_no_key_is_named_with_what_it_holds()
    {
        Write(TestAppKey.Common.Public);

        (await _rig.RefusalAsync()).ShouldContain($"The private key file {_file} is a public key");
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        _rig.Credential = new GitHubCredential.AppKeyFile(AppRig.ClientId, "/nowhere/app.pem");

        (await _rig.RefusalAsync()).ShouldContain("/nowhere/app.pem cannot be read");
    }

    [Fact]
    public async Task The_file_is_needed_again_only_when_the_App_asks_for_a_token()
    {
        Write(TestAppKey.Common.Pkcs8);
        await _rig.ListAsync();
        File.Delete(_file);

        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    private void Write(string text) => File.WriteAllText(_file, text);
}
