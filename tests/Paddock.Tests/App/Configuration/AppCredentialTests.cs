using System.Text;
using Paddock.App.Configuration;
using Paddock.GitHub.Auth;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Configuration;

/// <summary>A GitHub App as the credential of a connection.</summary>
public sealed class AppCredentialTests
{
    private const string Token = "token: ${TOKEN}";

    private static readonly string Key = TestAppKey.Common.Pkcs1;

    private readonly ConfigDesk _desk = new();

    public AppCredentialTests()
    {
        _desk.Files["/srv/app.pem"] = Encoding.ASCII.GetBytes(Key);
        _desk.Files["/srv/public.pem"] = Encoding.ASCII.GetBytes(TestAppKey.Common.Public);
        _desk.Files["/srv/locked.pem"] = Encoding.ASCII.GetBytes(TestAppKey.Common.Encrypted);
        _desk.Variables["KEY"] = Key;
        _desk.Variables["KEY_ON_ONE_LINE"] = Key.Replace("\n", "\\n", StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_file_is_named_and_not_kept() =>
        CredentialOf(_desk.ReadWith(Token, "app: {client_id: Iv23liacme, private_key_file: app.pem}"))
            .ShouldBe(new GitHubCredential.AppKeyFile("Iv23liacme", "/srv/app.pem"));

    [Theory]
    [InlineData("KEY")]
    [InlineData("KEY_ON_ONE_LINE")]
    public void A_key_may_come_from_a_variable(string variable)
    {
        var load = _desk.ReadWith(Token, $"app: {{client_id: 12345, private_key: '${{{variable}}}'}}");

        var app = CredentialOf(load).ShouldBeOfType<GitHubCredential.App>();
        app.ClientId.ShouldBe("12345");
        AppKey.Parse(app.PrivateKey.Reveal()).Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("app: {private_key_file: app.pem}", "3:8: error: github.app has no 'client_id'.")]
    [InlineData("app: {client_id: a}", "3:8: error: github.app has no private key.")]
    [InlineData("app: {client_id: a, private_key_file: absent}", "3:41: error: There is no file /srv/absent.")]
    [InlineData("app: {client_id: a, private_key_file: public.pem}",
        "3:41: error: The file /srv/public.pem is a public key; the private one signs.")]
    [InlineData("app: {client_id: a, private_key_file: locked.pem}",
        "3:41: error: The file /srv/locked.pem is encrypted with a passphrase, which nobody is there to type.")]
    [InlineData("app: {client_id: a, private_key: app.pem}",
        "3:36: error: github.app.private_key looks like the name of a file.")]
    [InlineData("app: {client_id: a, private_key: '${KEY}', private_key_file: app.pem}",
        "3:64: error: github.app.private_key and github.app.private_key_file say the same thing.")]
    [InlineData("token: ${TOKEN}\n  app: {client_id: a, private_key_file: app.pem}",
        "4:8: error: github.token and github.app say the same thing.")]
    [InlineData("token_file: app.pem\n  app: {client_id: a, private_key_file: app.pem}",
        "4:8: error: github.token_file and github.app say the same thing.")]
    [InlineData("app: ${TOKEN}",
        "3:8: error: github.app takes a mapping of keys to values, but this is a single value.")]
    [InlineData("app: {client_id: a, private_key_fiel: app.pem}",
        "3:23: error: There is no key 'private_key_fiel' in github.app.")]
    public void A_missing_half_and_a_wrong_key_are_one_error_each_with_a_remedy(string written, string fault)
    {
        var text = ConfigDesk.Texts(_desk.ReadWith(Token, written)).ShouldHaveSingleItem();

        text.ShouldStartWith($"paddock.yaml:{fault}\n    ");
        text.ShouldNotContain("BEGIN");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", at: app", true)]
    [InlineData(", at: scopes", false)]
    public void The_webhook_is_the_Apps_own_unless_somebody_says_otherwise(string at, bool isTheApps)
    {
        var load = _desk.Read(ConfigDesk.Good
            .Replace(Token, "app: {client_id: a, private_key_file: app.pem}")
            .Replace("""webhook: {secret: "${HOOK}"}""",
                $$"""webhook: {secret: "${HOOK}", url: "https://ci.acme.example/webhook"{{at}}}"""));

        ConfigDesk.Accepted(load).Connections.Single().HasAppWebhook.ShouldBe(isTheApps);
    }

    [Fact]
    public void An_enterprise_that_no_webhook_tells_of_is_a_warning()
    {
        var load = _desk.Read(ConfigDesk.Good.Replace("org:acme", "enterprise:acme")
            .Replace("listen: {public: \"127.0.0.1:8080\"}", "listen: {public: none}"));

        ConfigDesk.Texts(load).ShouldContain(text => text.Contains(
            "Webhooks alone tell of the jobs of enterprise:acme, and none come in.", StringComparison.Ordinal));
    }

    [Fact]
    public void No_App_has_an_enterprise_scope()
    {
        var load = _desk.Read(ConfigDesk.Good.Replace("org:acme", "enterprise:acme")
            .Replace(Token, "app: {client_id: a, private_key_file: app.pem}"));

        ConfigDesk.Texts(load).ShouldHaveSingleItem().ShouldStartWith(
            "paddock.yaml:10:14: error: Connection 'default' is a GitHub App, and GitHub lets no App manage");
    }

    [Theory]
    [InlineData(Token)]
    [InlineData("token_file: absent")]
    [InlineData("app: {client_id: old, private_key_file: absent}")]
    [InlineData("app: {client_id: old, private_key: old}")]
    public void Variables_win_over_whatever_credential_the_file_has(string written)
    {
        _desk.Variables["PADDOCK_GITHUB_APP_CLIENT_ID"] = "theirs";
        _desk.Variables["PADDOCK_GITHUB_APP_PRIVATE_KEY_FILE"] = "app.pem";

        CredentialOf(_desk.ReadWith(Token, written))
            .ShouldBe(new GitHubCredential.AppKeyFile("theirs", "/srv/app.pem"));
    }

    [Fact]
    public void A_key_in_a_variable_displaces_the_file_of_the_configuration()
    {
        _desk.Variables["PADDOCK_GITHUB_APP_PRIVATE_KEY"] = Key;

        CredentialOf(_desk.ReadWith(Token, "app: {client_id: ours, private_key_file: absent}"))
            .ShouldBeOfType<GitHubCredential.App>().ClientId.ShouldBe("ours");
    }

    [Fact]
    public void A_token_in_a_variable_displaces_the_App()
    {
        _desk.Variables["PADDOCK_GITHUB_TOKEN"] = "theirs";

        CredentialOf(_desk.ReadWith(Token, "app: {client_id: ours, private_key_file: absent}"))
            .ShouldBeOfType<GitHubCredential.Token>();
    }

    [Fact]
    public void The_customary_token_does_not_count_beside_an_App()
    {
        _desk.Variables["GITHUB_TOKEN"] = "customary";

        CredentialOf(_desk.ReadWith(Token, "app: {client_id: ours, private_key_file: app.pem}"))
            .ShouldBeOfType<GitHubCredential.AppKeyFile>();
    }

    private static GitHubCredential CredentialOf(ConfigLoad load) =>
        ConfigDesk.Accepted(load).Connections[0].Credential;
}
