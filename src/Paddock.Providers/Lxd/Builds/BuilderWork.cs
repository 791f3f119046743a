using System.Globalization;
using System.Text;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Building;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Instances;

namespace Paddock.Providers.Lxd.Builds;

/// <summary>What is done inside of a builder. Null is success, everywhere.</summary>
internal sealed class BuilderWork(
    InstanceCalls instances, Agent agent, RunnerProbe probe, LxdSettings settings)
{
    private const string Executable = "0700";
    private const string RootOnly = "0600";
    private const string ReadableByAll = "0644";

    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NetworkLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(10);

    public async Task<Fault?> BootAsync(
        string name, ImageRecipe recipe, bool isMachine, Action<string> warn, CancellationToken cancellationToken)
    {
        var started = await instances.StartAsync(name, cancellationToken);
        if (!started.Has(out _, out var refused))
        {
            return refused.Fault;
        }
        if (isMachine && await agent.AwaitAsync(name, cancellationToken) is { } silent)
        {
            return silent;
        }
        var up = await RunAsync(
            name, BuildTexts.Await,
            [Number(Builders.LifetimeOf(recipe).TotalSeconds), Tenths(BootLimit), Tenths(NetworkLimit)],
            BootLimit + NetworkLimit + NetworkLimit, cancellationToken);
        if (!up.Has(out var code, out var unknown))
        {
            return unknown.Fault;
        }
        if (code == BuildTexts.NoNetwork)
        {
            warn($"There is no route out of it after {NetworkLimit.TotalSeconds:0} s; it is built without a network.");
        }
        return code is 0 or BuildTexts.NoNetwork ? null : new Fault(
            FaultKind.InvalidSpec,
            $"Image {Plain.Line(recipe.Base)} did not come up: systemd was not ready after {BootLimit.TotalMinutes:0} "
            + $"minutes ({code}). Take a Debian or Ubuntu image.");
    }

    public async Task<Fault?> RunScriptAsync(
        string name, ImageRecipe recipe, string script, Action<string> tell, CancellationToken cancellationToken)
    {
        var pushed = await instances.PushAsync(
            name, BuildTexts.ScriptPath, new StringContent(script), Executable, cancellationToken);
        if (!pushed.Has(out _, out var refused))
        {
            return refused.Fault;
        }
        var output = new ScriptOutput(tell);
        var ended = await instances.ExecAsync(
            name, ["/bin/sh", "-c", BuildTexts.RunScript], VariablesOf(recipe), output.Take, recipe.ScriptLimit,
            cancellationToken);
        output.Finish();
        return ended.Has(out var code, out var failed)
            ? output.FaultOf(recipe, code)
            : failed.Fault with { Message = $"The script {recipe.ScriptFile}: {failed.Fault.Message}" };
    }

    /// <summary>Puts GitHub's runner in, and says where.</summary>
    public async Task<Answer<RunnerPlace>> PutRunnerAsync(
        string name, RunnerArchive archive, CancellationToken cancellationToken)
    {
        var there = await instances.FindAsync(name, cancellationToken);
        if (!there.Has(out var instance, out var unseen))
        {
            return unseen.To<RunnerPlace>();
        }

        // Anew: the script may have made the user.
        var look = await probe.LookAnewAsync(instance, cancellationToken);
        if (!look.Has(out var finding, out var unfit))
        {
            return unfit.To<RunnerPlace>();
        }
        var (place, user) = (finding.Place, finding.Place.User);
        if (await PushUserAsync(name, finding.UserFiles, cancellationToken) is { } fault)
        {
            return new Answer<RunnerPlace>.Refused(fault);
        }
        if (await PushArchiveAsync(name, archive, cancellationToken) is { } unpushed)
        {
            return new Answer<RunnerPlace>.Refused(unpushed);
        }
        var put = await RunAsync(
            name, BuildTexts.PutRunner, [place.Root, Number(user.Uid), Number(user.Gid), user.Home], StepLimit,
            cancellationToken);
        return put.Has(out var code, out var failed)
            ? code == 0 ? new Answer<RunnerPlace>.Ok(place) : new Answer<RunnerPlace>.Refused(new Fault(
                FaultKind.InvalidSpec, $"The runner could not be unpacked to {place.Root} (exit code {code})."))
            : failed.To<RunnerPlace>();
    }

    public async Task<Fault?> CleanAsync(string name, CancellationToken cancellationToken)
    {
        var cleaned = await RunAsync(name, BuildTexts.Clean, [], StepLimit, cancellationToken);
        return cleaned.Has(out var code, out var refused)
            ? code == 0 ? null : new Fault(FaultKind.InvalidSpec, $"The image could not be cleaned (exit code {code}).")
            : refused.Fault;
    }

    /// <summary>
    /// Kept from now on, because it is to be published. A container's files are the host's and need no farewell, which
    /// would only write logs; a virtual machine's disk does.
    /// </summary>
    public async Task<Fault?> StopAsync(string name, bool isMachine, CancellationToken cancellationToken)
    {
        var kept = await instances.KeepAsync(name, cancellationToken);
        if (!kept.Has(out _, out var refused))
        {
            return refused.Fault;
        }
        var stopped = isMachine
            ? await instances.ShutDownAsync(name, cancellationToken)
            : await instances.StopAsync(name, cancellationToken);
        return stopped.WhyNot;
    }

    private async Task<Fault?> PushArchiveAsync(
        string name, RunnerArchive archive, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(archive.Path);
            var pushed = await instances.PushAsync(
                name, SystemStart.ArchivePath, new StreamContent(file), RootOnly, cancellationToken);
            return pushed.WhyNot;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Transient, $"{archive.Path} cannot be read: {failure.Message}");
        }
    }

    private async Task<Fault?> PushUserAsync(string name, UserFiles? files, CancellationToken cancellationToken)
    {
        if (files is null)
        {
            return null;
        }
        var passwd = await instances.PushAsync(
            name, "/etc/passwd", new StringContent(files.Passwd, Encoding.UTF8), ReadableByAll, cancellationToken);
        if (!passwd.Has(out _, out var refused))
        {
            return refused.Fault;
        }
        var group = await instances.PushAsync(
            name, "/etc/group", new StringContent(files.Group, Encoding.UTF8), ReadableByAll, cancellationToken);
        return group.Has(out _, out refused) ? null : refused.Fault;
    }

    private Task<Answer<int>> RunAsync(
        string name, string text, IReadOnlyList<string> arguments, TimeSpan limit,
        CancellationToken cancellationToken) =>
        instances.ExecAsync(name, ["/bin/sh", "-c", text, "sh", .. arguments], limit, cancellationToken);

    /// <summary>Nobody can answer a question of a package's.</summary>
    private Dictionary<string, string> VariablesOf(ImageRecipe recipe) => new(settings.Environment)
    {
        ["HOME"] = "/root", ["DEBIAN_FRONTEND"] = "noninteractive", ["PADDOCK_IMAGE"] = recipe.Alias,
    };

    private static string Tenths(TimeSpan span) => Number(span.TotalSeconds * 10);

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
