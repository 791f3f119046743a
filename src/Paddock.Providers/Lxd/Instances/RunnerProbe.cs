using System.Text;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>What was found in an image.</summary>
/// <param name="Place">Where its runner is, or has to be put.</param>
/// <param name="UserFiles">What <c>/etc</c> needs so that the runner's user exists; null when it does.</param>
internal sealed record RunnerFinding(RunnerPlace Place, bool HasRunner, UserFiles? UserFiles);

/// <summary>
/// Looks into an instance that is new from its image: is there a runner, where, and who is it to run as. Once per
/// image, whose content never changes.
/// </summary>
internal sealed class RunnerProbe(InstanceCalls instances, TimeProvider time)
{
    /// <summary>An image's property, which its instances have as a key of theirs.</summary>
    private const string RootKey = "image." + RunnerPlace.RootLabel;

    private const string ImageKey = "volatile.base_image";

    private static readonly string[] InitPaths = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"];

    private readonly Flights<string, RunnerFinding> _findings = new(time, TimeSpan.MaxValue);

    public async Task<Answer<RunnerFinding>> LookAsync(InstancePayload instance, CancellationToken cancellationToken)
    {
        if (instance.Config?.GetValueOrDefault(ImageKey) is not { } image)
        {
            return await LookAnewAsync(instance, cancellationToken);
        }
        var answer = await _findings.JoinAsync(
            image, () => LookAnewAsync(instance, CancellationToken.None), cancellationToken);

        // The instance that somebody else looked into may be gone while this one is there.
        return answer is Answer<RunnerFinding>.Refused { IsAbsent: true }
            ? await LookAnewAsync(instance, cancellationToken)
            : answer;
    }

    /// <summary>
    /// At one whose content has changed since it was made of its image. A file that is missing and an instance that
    /// is are answered alike, and a finding is believed for long: so whether it is still there is asked at the end.
    /// </summary>
    public async Task<Answer<RunnerFinding>> LookAnewAsync(
        InstancePayload instance, CancellationToken cancellationToken)
    {
        var finding = await SearchAsync(instance, cancellationToken);
        var there = await instances.FindAsync(instance.Name, cancellationToken);
        return there.Has(out _, out var gone) ? finding : gone.To<RunnerFinding>();
    }

    private async Task<Answer<RunnerFinding>> SearchAsync(
        InstancePayload instance, CancellationToken cancellationToken)
    {
        var init = await FirstAsync(instance.Name, InitPaths, cancellationToken);
        if (!init.Has(out var systemd, out var refused))
        {
            return refused.To<RunnerFinding>();
        }
        if (systemd is null)
        {
            return Unfit(
                "it has no systemd, which starts the runner and ends the machine. Take a Debian or Ubuntu image.");
        }
        var wanted = instance.Config?.GetValueOrDefault(RootKey);
        if (wanted is not null && !RunnerPlace.IsPlain(wanted))
        {
            return Unfit(
                $"its property {RunnerPlace.RootLabel} is '{Plain.Line(wanted)}', and no plain absolute path.");
        }
        var roots = wanted is null ? RunnerPlace.UsualRoots : [wanted];
        var runner = await FirstAsync(
            instance.Name, [.. roots.Select(root => $"{root}/run.sh")], cancellationToken);
        if (!runner.Has(out var script, out refused))
        {
            return refused.To<RunnerFinding>();
        }
        var root = script is null ? wanted ?? RunnerPlace.DefaultRoot : script[..script.LastIndexOf('/')];
        return await JudgeAsync(instance.Name, root, script is not null, cancellationToken);
    }

    /// <summary>A runner that is there runs as the owner of its directory, root included.</summary>
    private async Task<Answer<RunnerFinding>> JudgeAsync(
        string name, string root, bool hasRunner, CancellationToken cancellationToken)
    {
        var passwd = await TextAsync(name, "/etc/passwd", cancellationToken);
        var group = await TextAsync(name, "/etc/group", cancellationToken);
        if (!passwd.Has(out var users, out var unread) || !group.Has(out var groups, out unread))
        {
            return unread.To<RunnerFinding>();
        }
        if (!hasRunner)
        {
            var (user, files) = UserFiles.ForRunner(users, groups);
            return new Answer<RunnerFinding>.Ok(
                new RunnerFinding(new RunnerPlace(root, user), HasRunner: false, files));
        }
        var directory = await instances.PullAsync(name, root, cancellationToken);
        if (!directory.Has(out var entry, out var unseen))
        {
            return unseen.To<RunnerFinding>();
        }
        var (uid, gid) = (entry.Uid ?? 0, entry.Gid ?? 0);
        var owner = RunnerUser.Find($"{uid}:{gid}", users, groups) ?? RunnerUser.Root;
        return new Answer<RunnerFinding>.Ok(
            new RunnerFinding(new RunnerPlace(root, owner), HasRunner: true, UserFiles: null));
    }

    /// <summary>The first path at which there is something; null when there is nothing at any.</summary>
    private async Task<Answer<string?>> FirstAsync(
        string name, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            var answer = await instances.PullAsync(name, path, cancellationToken);
            if (answer is Answer<FilePayload>.Ok)
            {
                return new Answer<string?>.Ok(path);
            }
            if (answer is Answer<FilePayload>.Refused { IsAbsent: false } refused)
            {
                return refused.To<string?>();
            }
        }
        return new Answer<string?>.Ok(null);
    }

    private async Task<Answer<string>> TextAsync(string name, string path, CancellationToken cancellationToken)
    {
        var answer = await instances.PullAsync(name, path, cancellationToken);
        return answer.Has(out var file, out var refused)
            ? new Answer<string>.Ok(Encoding.UTF8.GetString(file.Content.Span))
            : refused.IsAbsent ? new Answer<string>.Ok("") : refused.To<string>();
    }

    private static Answer<RunnerFinding>.Refused Unfit(string why) =>
        new(new Fault(FaultKind.InvalidSpec, $"The image cannot hold a runner: {why}"));
}
