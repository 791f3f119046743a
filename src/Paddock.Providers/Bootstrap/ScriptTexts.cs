using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Bootstrap;

/// <summary>The operator's scripts as they are now, or why they cannot be had.</summary>
internal sealed record ScriptTexts(string? Setup, string? PreJob, Fault? Fault)
{
    /// <summary>What is longer is no script that somebody wrote.</summary>
    private const int BytesMax = 1024 * 1024;

    /// <summary>Read anew for every machine, so that a change needs no restart.</summary>
    public static async Task<ScriptTexts> ReadAsync(JobScripts scripts, CancellationToken cancellationToken)
    {
        try
        {
            return new ScriptTexts(
                await ReadAsync(scripts.SetupFile, cancellationToken),
                await ReadAsync(scripts.PreJobFile, cancellationToken), Fault: null);
        }
        catch (InvalidDataException odd)
        {
            return new ScriptTexts(null, null, new Fault(FaultKind.InvalidSpec, odd.Message));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ScriptTexts(null, null, new Fault(
                FaultKind.InvalidSpec, $"A script cannot be read: {failure.Message} Correct its path, or its rights."));
        }
    }

    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is no script; the message says why.</exception>
    private static async Task<string?> ReadAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return null;
        }
        if (new FileInfo(path) is { Exists: true, Length: > BytesMax })
        {
            throw new InvalidDataException($"{path} has more than {BytesMax} bytes, and is no script.");
        }
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        if (!text.StartsWith("#!", StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{path} does not say what runs it; its first line has to be like #!/bin/sh.");
        }
        return text.Split('\n', 2)[0].EndsWith('\r')
            ? throw new InvalidDataException(
                $"{path} has the line ends of Windows, with which its first line names no program. Convert it: "
                + $"sed -i 's/\\r$//' {path}")
            : text;
    }
}
