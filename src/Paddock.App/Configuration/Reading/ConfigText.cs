using System.Text;

namespace Paddock.App.Configuration.Reading;

/// <summary>The file's bytes as text, or why there is none.</summary>
internal static class ConfigText
{
    /// <summary>A fleet of a thousand pools is a third of this.</summary>
    private const int BytesMax = 1024 * 1024;

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string? Read(ConfigRequest request, string path, FaultList faults)
    {
        switch (request.Files.Read(ConfigPaths.Absolute(request, path), BytesMax))
        {
            case FileReply.Absent:
                faults.Error(new(path),
                    "", "There is no such file.", "Check --config and PADDOCK_CONFIG; the examples are a start.");
                return null;
            case FileReply.Unreadable unreadable:
                faults.Error(new(path), "", $"It cannot be read: {unreadable.Why}.", unreadable.Remedy);
                return null;
            case FileReply.Content content:
                return Decode(content.Bytes, path, faults);
            default:
                throw new InvalidOperationException("No such reply.");
        }
    }

    public static string? Decode(byte[] bytes, string path, FaultList faults)
    {
        const string Remedy = "Save it as UTF-8 in your editor; iconv converts it.";
        try
        {
            ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
            return Strict.GetString(bytes.AsSpan(bytes.AsSpan().StartsWith(mark) ? mark.Length : 0));
        }
        catch (DecoderFallbackException failure)
        {
            var before = bytes.AsSpan(0, Math.Clamp(failure.Index, 0, bytes.Length));
            var column = before.Length - (before.LastIndexOf((byte)'\n') + 1);
            faults.Error(new(path, before.Count((byte)'\n') + 1, column + 1), "", "This is not UTF-8.", Remedy);
            return null;
        }
    }
}
