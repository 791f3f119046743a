using System.Diagnostics;
using Paddock.App.Cli.Rendering;

namespace Paddock.Demo.Parts;

/// <summary>The image jobs run in. Any will do: Paddock adds the runner itself.</summary>
internal static class BaseImage
{
    private const string Repository = "paddock-demo/base";
    private const string Tag = "1";

    private const string OrPull =
        "Or name an image that is there: docker pull debian:12, then ./paddock demo --docker --image debian:12.";

    /// <summary>The name of an image that is on the engine.</summary>
    /// <param name="wanted">Null for a small one of our own, made where it is not there yet.</param>
    /// <param name="script">What makes its tar; null where there is no clone of the repository.</param>
    /// <exception cref="DemoFailedException">It is not there and cannot be made.</exception>
    public static async Task<string> FindAsync(
        LocalEngine engine, string? wanted, string? script, Action<string> say, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var name = wanted ?? $"{Repository}:{Tag}";
        if (await engine.HasAsync(name, cancellationToken))
        {
            return name;
        }
        if (wanted is not null)
        {
            throw new DemoFailedException(
                $"There is no image {wanted} on the Docker Engine.",
                $"Get it with docker pull {wanted}, or leave --image out to have a small one made.");
        }
        if (script is null || Environment.UserName != "root" || !File.Exists("/usr/sbin/debootstrap"))
        {
            throw new DemoFailedException(
                "There is no image to run jobs in yet. A small one can be made in a clone, as root, with debootstrap.",
                $"Install debootstrap (apt install debootstrap) and run this as root. {OrPull}");
        }
        say("Making a small Debian image with debootstrap, once; a minute or two, most of it downloads.");
        var began = time.GetTimestamp();
        await engine.ImportAsync(await MakeAsync(script, cancellationToken), Repository, Tag, cancellationToken);
        say($"Image {name} is made, after {Ago.Span(time.GetElapsedTime(began))}.");
        return name;
    }

    /// <summary>The path of the tar. Ctrl-C reaches the script too, by the terminal, and it tidies up.</summary>
    private static async Task<string> MakeAsync(string script, CancellationToken cancellationToken)
    {
        using var making = Process.Start(new ProcessStartInfo(script)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = making.StandardError.ReadToEndAsync(cancellationToken);
        var path = await making.StandardOutput.ReadToEndAsync(cancellationToken);
        await making.WaitForExitAsync(cancellationToken);
        return making.ExitCode == 0
            ? path.Trim()
            : throw new DemoFailedException($"The image could not be made: {(await error).Trim()}", OrPull);
    }
}
