using System.ComponentModel;
using System.Diagnostics;
using Paddock.App.Api;

namespace Paddock.Tests.App.Cli;

/// <summary>The scripts in the shells they are for, with the program itself behind them.</summary>
public sealed class ShellCompletionTests : IAsyncLifetime
{
    private const string Bash =
        """
        source <(paddock completion bash)
        [[ $(complete -p paddock) == 'complete -F _paddock paddock' ]] || exit 9
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _paddock && echo "${COMPREPLY[*]}"
        """;

    // What compsys would have loaded is stood in for: what is asked is whether our function hands it the right words.
    private const string Zsh =
        """
        compdef() { known=$2 }
        compadd() { print -r -- "${@:2}" }
        _files() { print files }
        source <(paddock completion zsh)
        [[ $known == paddock ]] || exit 9
        words=("$@") CURRENT=$#
        _paddock
        """;

    private const string Fish =
        """
        paddock completion fish | source
        complete -C (string join ' ' -- $argv) | string join ' '
        """;

    private AdminStub _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _admin = await AdminStub.StartAsync();
        _admin.Says(Samples.Status, ApiJson.Default.StatusReply);
    }

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Theory]
    [InlineData("paddock sta", "status")]
    [InlineData("paddock config ", "schema effective diff import")]
    [InlineData("paddock pause l", "linux")]
    [InlineData("paddock status -o ", "json table yaml")]
    [InlineData("paddock status --output = j", "json")]
    [InlineData("paddock status --output =", "json table yaml")]
    [InlineData("paddock pause --admin unix : /nowhere ", "")]
    [InlineData("paddock --config ", "")]
    public async Task Bash_is_handed_what_it_puts_in(string line, string words) =>
        (await RunAsync("bash", ["--norc", "-c", Bash, "-", .. line.Split(' ')])).ShouldBe(words);

    [Theory]
    [InlineData("paddock sta", "status")]
    [InlineData("paddock pause l", "linux")]
    [InlineData("paddock status --output=j", "--output=json")]
    [InlineData("paddock --config ", "files")]
    [InlineData("paddock xyz ", "")]
    public async Task Zsh_is_handed_whole_words(string line, string words) =>
        (await RunAsync("zsh", ["-f", "-c", Zsh, "-", .. line.Split(' ')])).ShouldBe(words);

    [Theory]
    [InlineData("paddock sta", "status")]
    [InlineData("paddock pause l", "linux")]
    [InlineData("paddock status --output=j", "--output=json")]
    [InlineData("paddock xyz ", "")]
    public async Task Fish_offers_them(string line, string words) =>
        (await RunAsync("fish", ["--no-config", "-c", Fish, .. line.Split(' ')])).ShouldBe(words);

    private async Task<string> RunAsync(string shell, string[] arguments)
    {
        using var process = StartOrSkip(shell, arguments);
        var stop = TestContext.Current.CancellationToken;
        var said = await process.StandardOutput.ReadToEndAsync(stop);
        (await process.StandardError.ReadToEndAsync(stop)).ShouldBeEmpty();
        await process.WaitForExitAsync(stop);
        process.ExitCode.ShouldBeOneOf(0, 1);
        return said.TrimEnd('\n');
    }

    private Process StartOrSkip(string shell, string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PADDOCK_ADMIN"] = _admin.Address;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"This machine has no {shell}.");
            throw;
        }
    }
}
