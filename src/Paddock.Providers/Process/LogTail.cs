using System.Text;

namespace Paddock.Providers.Process;

/// <summary>The end of what a runner said, from its log and the one before it.</summary>
internal static class LogTail
{
    public const int BytesMax = 64 * 1024;

    /// <summary>One byte, so that a log of broken letters does not grow by being repaired.</summary>
    private static readonly Encoding Tolerant = Encoding.GetEncoding(
        "utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("?"));

    public static string Read(MachineFolder folder)
    {
        var newest = ReadEnd(folder.At("log"), BytesMax);
        var older = ReadEnd(folder.At("log.1"), BytesMax - newest.Length);
        var text = Tolerant.GetString([.. older, .. newest]);
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is not ('\n' or '\t') && Plain.IsSteering(source[i]) ? '?' : source[i];
            }
        });
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
