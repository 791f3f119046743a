using System.Formats.Tar;
using System.Text;

namespace Paddock.Providers.Docker.Api;

/// <summary>Tar archives of a few small files, as the engine gives them.</summary>
internal static class SmallTar
{
    /// <summary>A password file of a whole university has less.</summary>
    private const int FileBytesMax = 4 * 1024 * 1024;

    /// <summary>The first regular file; empty when it is none, or too large to be what was asked for.</summary>
    public static async Task<string> TextOfFirstAsync(Stream tar, CancellationToken cancellationToken)
    {
        await using var reader = new TarReader(tar);
        try
        {
            var entry = await reader.GetNextEntryAsync(copyData: false, cancellationToken);
            if (entry?.DataStream is not { } data || entry.Length > FileBytesMax)
            {
                return "";
            }
            using var text = new StreamReader(data, Encoding.UTF8);
            return await text.ReadToEndAsync(cancellationToken);
        }
        catch (InvalidDataException damaged)
        {
            throw new IOException("The engine sent a damaged archive.", damaged);
        }
    }
}
