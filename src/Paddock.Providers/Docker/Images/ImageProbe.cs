using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>
/// Looks into an image, through a container that never runs: is there a runner, where, and who is it to run as. Once
/// per image id, whose content never changes.
/// </summary>
internal sealed class ImageProbe(ContainerCalls containers, HelperContainers helpers, TimeProvider time)
{
    private const int IdChars = 16;

    private static readonly string[] SetprivPaths = ["/usr/bin/setpriv", "/bin/setpriv"];

    private readonly Flights<string, ImageFinding> _findings = new(time, TimeSpan.MaxValue);

    public Task<Answer<ImageFinding>> LookAsync(ImagePayload image, CancellationToken cancellationToken) =>
        _findings.JoinAsync(
            image.Id,
            () => helpers.UseAsync(
                $"probe-{ImageIds.Short(image.Id, IdChars)}", image.Id, (id, token) => LookAsync(image, id, token),
                CancellationToken.None),
            cancellationToken);

    /// <summary>Into a container whose files have changed since it was made of this image.</summary>
    public async Task<Answer<ImageFinding>> LookAsync(
        ImagePayload image, string container, CancellationToken cancellationToken)
    {
        var bash = await containers.HasAsync(container, "/bin/bash", cancellationToken);
        if (!bash.Has(out var hasBash, out var refused))
        {
            return refused.To<ImageFinding>();
        }
        if (!hasBash)
        {
            return Unfit("it has no /bin/bash, which the runner's own scripts want. Take a Debian or Ubuntu image.");
        }
        var root = await FindRootAsync(image, container, cancellationToken);
        if (!root.Has(out var found, out var unseen))
        {
            return unseen.To<ImageFinding>();
        }
        var passwd = await containers.ReadAsync(container, "/etc/passwd", cancellationToken);
        var group = await containers.ReadAsync(container, "/etc/group", cancellationToken);
        var setpriv = await HasAnyAsync(container, SetprivPaths, cancellationToken);
        return !passwd.Has(out var users, out var unread) || !group.Has(out var groups, out unread)
            ? unread.To<ImageFinding>()
            : !setpriv.Has(out var canDrop, out refused)
                ? refused.To<ImageFinding>()
                : Judge(image, found, users, groups, canDrop);
    }

    /// <summary>
    /// A baked-in runner runs as whoever the image says, root included. Where the runner is put in by us it gets a user
    /// of its own instead of root.
    /// </summary>
    private static Answer<ImageFinding> Judge(
        ImagePayload image, RunnerRoot root, string passwd, string group, bool canDrop)
    {
        if (RunnerUser.Find(image.Config?.User ?? "", passwd, group) is not { } user)
        {
            return Unfit($"it is to run as '{Plain.Line(image.Config?.User)}', whom its /etc/passwd does not know.");
        }
        UserFiles? files = null;
        if (user.IsRoot && !root.HasRunner)
        {
            (user, files) = UserFiles.ForRunner(passwd, group);
        }
        var place = new RunnerPlace(root.Path, user);
        return new Answer<ImageFinding>.Ok(new ImageFinding(
            new RunnerImage(image.Id, place, DropsRights: canDrop && !user.IsRoot), root.HasRunner,
            image.Architecture ?? "", files));
    }

    private async Task<Answer<RunnerRoot>> FindRootAsync(
        ImagePayload image, string container, CancellationToken cancellationToken)
    {
        var labelled = image.Config?.Labels?.GetValueOrDefault(RunnerPlace.RootLabel);
        if (labelled is not null && !RunnerPlace.IsPlain(labelled))
        {
            return new Answer<RunnerRoot>.Refused(new Fault(
                FaultKind.InvalidSpec,
                $"The image's label {RunnerPlace.RootLabel} is '{Plain.Line(labelled)}'. It has to be a plain absolute "
                + "path."));
        }
        foreach (var root in labelled is null ? RunnerPlace.UsualRoots : [labelled])
        {
            var answer = await containers.HasAsync(container, $"{root}/run.sh", cancellationToken);
            if (!answer.Has(out var isThere, out var refused))
            {
                return refused.To<RunnerRoot>();
            }
            if (isThere)
            {
                return new Answer<RunnerRoot>.Ok(new RunnerRoot(root, HasRunner: true));
            }
        }
        return new Answer<RunnerRoot>.Ok(new RunnerRoot(labelled ?? RunnerPlace.DefaultRoot, HasRunner: false));
    }

    private async Task<Answer<bool>> HasAnyAsync(
        string container, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            var answer = await containers.HasAsync(container, path, cancellationToken);
            if (answer is not Answer<bool>.Ok { Value: false })
            {
                return answer;
            }
        }
        return new Answer<bool>.Ok(false);
    }

    private static Answer<ImageFinding>.Refused Unfit(string why) =>
        new(new Fault(FaultKind.InvalidSpec, $"The image cannot hold a runner: {why}"));

    private sealed record RunnerRoot(string Path, bool HasRunner);
}
