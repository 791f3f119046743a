using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.StubRunner;

/// <summary>
/// The runner's folder: the parent of the one this program is in. Its three files are all a JIT configuration is.
/// </summary>
internal sealed class RunnerRoot(string path)
{
    private const string KeyFile = ".credentials_rsaparams";

    public string Path => path;

    public bool IsConfigured => File.Exists(At(".runner"));

    public static RunnerRoot OfThisProgram() =>
        new(System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    public string At(string name) => System.IO.Path.Combine(path, name);

    /// <summary>Writes the files that a JIT configuration stands for.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public void Unpack(string jitConfiguration)
    {
        try
        {
            var files = JsonNode.Parse(Convert.FromBase64String(jitConfiguration))!.AsObject();
            foreach (var (name, content) in files)
            {
                File.WriteAllBytes(At(System.IO.Path.GetFileName(name)), Convert.FromBase64String((string)content!));
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException("That is no JIT configuration.", fault);
        }
    }

    /// <summary>Readable by its user alone.</summary>
    public void Write(string name, JsonObject content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var file = new StreamWriter(At(name), options);
        file.Write(content.ToJsonString());
    }

    public JsonObject Read(string name) => JsonNode.Parse(
        File.ReadAllText(
            At(name), Encoding.UTF8), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();

    /// <summary>A runner that has done its one job forgets who it was. Of the key it says nothing.</summary>
    public void RemoveFiles(Screen screen)
    {
        File.Delete(At(KeyFile));
        foreach (var name in (string[])[".credentials", ".runner"])
        {
            File.Delete(At(name));
            screen.Write($"√ Removed {name}");
        }
    }

    /// <summary>The machine's own settings for jobs: <c>NAME=value</c> lines in <c>.env</c>.</summary>
    public void LoadEnvironment()
    {
        if (!File.Exists(At(".env")))
        {
            return;
        }
        foreach (var line in File.ReadLines(At(".env")))
        {
            if (line.Split('=', 2) is [{ Length: > 0 } name, var value])
            {
                Environment.SetEnvironmentVariable(name.Trim(), value);
            }
        }
    }
}
