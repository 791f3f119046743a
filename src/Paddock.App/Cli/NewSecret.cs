using System.Security.Cryptography;
using System.Text;
using Paddock.Ports;

namespace Paddock.App.Cli;

/// <summary>The file a webhook's new secret is in. Secrets are in no command line, and on no screen.</summary>
internal static class NewSecret
{
    private const int HexDigits = 64;

    /// <summary>Makes the file, readable by its owner alone; false when there is one already.</summary>
    /// <exception cref="CliFaultException">It cannot be made.</exception>
    public static bool Make(string file)
    {
        if (File.Exists(file))
        {
            return false;
        }
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using var stream = new FileStream(file, options);

            // The system's own source and no dice of ours: what can be drawn again is no secret.
            stream.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(HexDigits, lowercase: true)));
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(file, fault);
        }
    }

    /// <exception cref="CliFaultException">It cannot be read, or is empty.</exception>
    public static Secret Read(string file)
    {
        try
        {
            // As the configuration reads it: blanks and line ends around it do not count.
            var text = File.ReadAllText(file).Trim();
            return text.Length > 0 ? new Secret(text) : throw new CliFaultException(
                ExitCode.Usage, $"{file} is empty.", "Name the file with the new secret.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(file, fault);
        }
    }

    private static CliFaultException Unusable(string file, Exception fault) => new(
        ExitCode.Usage, $"{file}: {fault.Message}", "Name a file that you may read and write.", fault);
}
