using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Docker;

namespace Paddock.Tests.Providers.Docker;

/// <summary>What a pull that does not succeed means.</summary>
public sealed class DockerPullTests : SmallEngineTest
{
    private const string Absent = "registry/absent:1";

    [Theory]
    [InlineData(500, "dial tcp: lookup registry: no such host", FaultKind.Transient)]
    [InlineData(500, "net/http: TLS handshake timeout", FaultKind.Transient)]
    [InlineData(404, "manifest unknown", FaultKind.InvalidSpec)]
    [InlineData(500, "unauthorized: authentication required", FaultKind.InvalidSpec)]
    public async Task Only_an_image_that_is_not_given_is_a_fault_of_the_configuration(
        int status, string said, FaultKind kind)
    {
        Answers(() => SmallEngine.Answer(status, said));
        var fault = FaultOf(await Open().EnsureAsync(Spec(image: Absent), TicketOf(), Stop));
        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(Absent);
        fault.Message.ShouldContain(said);
        Engine.Containers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("manifest for registry/absent:1 not found: manifest unknown", FaultKind.InvalidSpec)]
    [InlineData("pull access denied for registry/absent", FaultKind.InvalidSpec)]
    [InlineData("unexpected EOF", FaultKind.Transient)]
    [InlineData("write /var/lib/docker/tmp: no space left on device", FaultKind.CapacityUnavailable)]
    public async Task What_goes_wrong_in_the_middle_of_a_pull_is_told_apart_as_well(string said, FaultKind kind)
    {
        Answers(() => new HttpResponseMessage
        {
            Content = new StringContent(
                $$$"""
                {"status":"Pulling"}
                {"error":"{{{said}}}","errorDetail":{"message":"{{{said}}}"}}

                """),
        });
        FaultOf(await Open().EnsureAsync(Spec(image: Absent), TicketOf(), Stop)).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_pull_whose_connection_breaks_made_no_machine_and_is_tried_again()
    {
        Answers(() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "It broke."));
        FaultOf(await Open().EnsureAsync(Spec(image: Absent), TicketOf(), Stop)).Kind.ShouldBe(FaultKind.Transient);
    }

    [Fact]
    public async Task What_is_pulled_always_and_cannot_be_is_not_said_to_be_absent()
    {
        Answers(() => SmallEngine.Answer(500, "no such host"));
        var reply = await Open(pull: PullPolicy.Always).EnsureAsync(Spec(), TicketOf(), Stop);
        FaultOf(reply).Message.ShouldStartWith($"Image {Image} could not be pulled");
    }

    [Theory]
    [InlineData("ghcr.io/acme/ci:1", "ghcr.io", """{"username":"ann","password":"s3cret","serveraddress":"ghcr.io"}""")]
    [InlineData("GHCR.io/acme/ci:1", "ghcr.io", """{"username":"ann","password":"s3cret","serveraddress":"ghcr.io"}""")]
    [InlineData("registry:5000/ci", "registry:5000",
        """{"username":"ann","password":"s3cret","serveraddress":"registry:5000"}""")]
    [InlineData("acme/ci", "docker.io",
        """{"username":"ann","password":"s3cret","serveraddress":"https://index.docker.io/v1/"}""")]
    [InlineData("quay.io/acme/ci:1", "ghcr.io", null)]
    [InlineData("acme/ci:1", "ghcr.io", null)]
    public async Task A_registry_gets_its_own_login_and_no_other(string image, string registry, string? login)
    {
        Answers(() => SmallEngine.Answer(404, "manifest unknown"));
        var provider = Open(registries: new RegistryLogin(registry, "ann") { Password = new Secret("s3cret") });

        FaultOf(await provider.EnsureAsync(Spec(image: image), TicketOf(), Stop)).Message.ShouldNotContain("s3cret");

        Engine.Logins.ShouldBe(login is null ? [] : [login]);
    }

    [Fact]
    public async Task A_password_in_a_file_is_read_at_every_pull_and_one_that_is_gone_is_told()
    {
        Answers(() => SmallEngine.Answer(404, "manifest unknown"));
        var file = Path.Combine(StateDirectory, "password");
        Directory.CreateDirectory(StateDirectory);
        var provider = Open(registries: new RegistryLogin("ghcr.io", "ann") { PasswordFile = file });
        foreach (var password in (string[])["one", "two"])
        {
            await File.WriteAllTextAsync(file, password + "\n", Stop);
            await provider.EnsureAsync(Spec(image: $"ghcr.io/acme/{password}"), TicketOf(), Stop);
        }
        Engine.Logins.Select(login => login.Split('"')[7]).ShouldBe(["one", "two"]);

        File.Delete(file);
        var fault = FaultOf(await provider.EnsureAsync(Spec(image: "ghcr.io/acme/three"), TicketOf(), Stop));
        (fault.Kind, fault.Message.Contains(file)).ShouldBe((FaultKind.InvalidSpec, true));
    }

    private void Answers(Func<HttpResponseMessage> answer) => Engine.Instead = (line, _) => Task.FromResult(
        line.StartsWith("POST /images/create", StringComparison.Ordinal) ? answer() : null);
}
