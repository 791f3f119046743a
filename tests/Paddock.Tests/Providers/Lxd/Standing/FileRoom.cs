using System.Globalization;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// The files of a guest, put and got from outside. A stopped container's are at hand; a machine's are not.
/// </summary>
internal sealed class FileRoom(Ground ground, Instances instances)
{
    public Reply Answer(Asked asked, Instance instance)
    {
        var path = "/" + asked.Query.GetValueOrDefault("path")?.Trim('/');
        if (path == "/" && asked.Query.GetValueOrDefault("path") is null or "")
        {
            return new Reply.Refused(400, "Missing path argument");
        }
        if (Unreachable(instance) is { } unreachable)
        {
            return unreachable;
        }
        if (!instance.IsWhole)
        {
            return new Reply.Refused(500, $"open containers/{instance.Name}/rootfs: no such file or directory");
        }
        return asked.Method switch
        {
            "GET" => Get(instance, path),
            "POST" => Put(asked, instance, path),
            "DELETE" => instance.Files.Remove(path) ? Reply.Done : new Reply.Refused(404, "Not Found"),
            _ => Reply.NotFound,
        };
    }

    /// <summary>A virtual machine is reached through its agent alone.</summary>
    public Reply? Unreachable(Instance instance) => instance switch
    {
        { IsVirtualMachine: false } => null,
        { Power: Power.Stopped } => new Reply.Refused(400, "Instance is not running"),
        _ when instances.HasAgent(instance) => null,
        _ => new Reply.Refused(503, ground.Dialect.Server == "lxd"
            ? "LXD VM agent isn't currently running"
            : "VM agent isn't currently running"),
    };

    private Reply Get(Instance instance, string path)
    {
        if (instance.Files.Get(path) is not { } file)
        {
            return new Reply.Refused(404, "Not Found");
        }
        if (file.Type == "directory")
        {
            return new Reply.Sync(Json.Of(instance.Files.NamesIn(path)));
        }
        var prefix = ground.Dialect.HeaderPrefix;
        return new Reply.Bytes(file.Content, new Dictionary<string, string>
        {
            ["Content-Type"] = "application/octet-stream", [$"{prefix}type"] = file.Type,
            [$"{prefix}mode"] = file.Mode, [$"{prefix}uid"] = $"{file.Uid}", [$"{prefix}gid"] = $"{file.Gid}",
        });
    }

    private Reply Put(Asked asked, Instance instance, string path)
    {
        if (!instance.Files.HasParent(path))
        {
            return new Reply.Refused(404, "Not Found");
        }
        var present = instance.Files.Get(path);
        var type = Header(asked, "type") ?? "file";
        // A form is read as a form: what it says is gone, and the reply is a success all the same.
        var isForm = asked.Headers.GetValueOrDefault("Content-Type")?.StartsWith(
            "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        var content = isForm || type == "directory" ? [] : asked.Body;
        if (present is not null)
        {
            return Replace(asked, instance, path, present, type, content);
        }
        var mode = type == "symlink" ? "0777" : ModeOf(asked) ?? (type == "directory" ? "0755" : "0644");
        instance.Files.Put(
            path, new GuestFile(type, content, mode, NumberOf(asked, "uid"), NumberOf(asked, "gid")));
        return Reply.Done;
    }

    /// <summary>What is there keeps its mode and its owner, whatever the headers say.</summary>
    private Reply Replace(
        Asked asked, Instance instance, string path, GuestFile present, string type, byte[] content)
    {
        switch (present.Type, type)
        {
            case ("directory", "directory"):
            case ("symlink", "symlink") when present.Content.SequenceEqual(content):
                return Reply.Done;
            case (_, "symlink"):
                return Failure($"symlink {System.Text.Encoding.UTF8.GetString(content)} {path}: file exists");
            case ("directory", _):
                return Failure($"open {path}: is a directory");
            case (_, "directory"):
                return Failure($"mkdir {path}: file exists");
        }
        var isAppended = Header(asked, "write") == "append";
        instance.Files.Put(
            path, present with { Content = isAppended ? [.. present.Content, .. content] : content });
        return Reply.Done;
    }

    private static Reply.Refused Failure(string text) => new(500, $"sftp: \"{text}\" (SSH_FX_FAILURE)");

    /// <summary>Octal only with a leading zero; what has none is read as decimal, as numbers in Go are.</summary>
    private string? ModeOf(Asked asked)
    {
        if (Header(asked, "mode") is not { Length: > 0 } text)
        {
            return null;
        }
        var bits = text[0] == '0' ? Convert.ToInt32(text, 8) : int.Parse(text, CultureInfo.InvariantCulture);
        return Convert.ToString(bits & 0xFFF, 8).PadLeft(4, '0');
    }

    private int NumberOf(Asked asked, string name) =>
        int.TryParse(Header(asked, name), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private string? Header(Asked asked, string name) =>
        asked.Headers.GetValueOrDefault(ground.Dialect.HeaderPrefix + name);
}
