using Paddock.Ports.Providers;

namespace Paddock.Providers.Process;

/// <summary>The end of what a runner said, from its log and the one before it.</summary>
internal static class LogTail
{
    public static string Read(MachineFolder folder)
    {
        var newest = ReadEnd(folder.At("log"), Diagnosis.LogTailBytesMax);
        var older = ReadEnd(folder.At("log.1"), Diagnosis.LogTailBytesMax - newest.Length);
        return PlainLog.Of([.. older, .. newest], Diagnosis.LogTailBytesMax);
    }

    private static byte[] ReadEnd(string path, int bytesMax)
    {
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(bytesMax, file.Length), SeekOrigin.End);
            var bytes = new byte[bytesMax];
            return bytes[..file.ReadAtLeast(bytes, bytesMax, throwOnEndOfStream: false)];
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
