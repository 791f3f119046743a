using System.Buffers;
using System.Text;
using System.Text.Json;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.GitHub.Tickets;

/// <summary>
/// The content of <c>encoded_jit_config</c>: base64 of a JSON object from file name to base64 of the file's bytes. The
/// real runner writes each entry into its root under whatever name it has; we do not, because that root is on our
/// machines. Only plain names that begin with a dot pass: no slash, no climbing out, no <c>run.sh</c>.
/// </summary>
internal static class JitBlob
{
    private const int FilesMax = 16;
    private const int NameCharsMax = 64;

    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    private static readonly string[] Expected = [".runner", ".credentials"];
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files, or null and what is wrong; the reason holds nothing of the content.</summary>
    public static Ticket? Unpack(Secret blob, out string problem)
    {
        problem = "";
        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(blob.Reveal()));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problem = "it is no object of files";
                return null;
            }
            var files = new List<TicketFile>();
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                problem = ProblemOf(entry, files);
                if (problem.Length > 0)
                {
                    return null;
                }
                var content = StrictUtf8.GetString(entry.Value.GetBytesFromBase64());
                files.Add(new TicketFile(entry.Name, new Secret(content)));
            }
            problem = Expected.Where(name => !files.Exists(file => file.Name == name))
                .Select(name => $"it lacks {name}").FirstOrDefault("");
            return problem.Length == 0 ? new Ticket(files) : null;
        }
        catch (Exception broken) when (broken is FormatException or JsonException or DecoderFallbackException)
        {
            problem = "it is not base64 of JSON of base64 texts";
            return null;
        }
    }

    private static string ProblemOf(JsonProperty entry, List<TicketFile> files) =>
        !IsPlain(entry.Name) ? $"it names a file we do not write ({Plain.Line(entry.Name, NameCharsMax)})"
        : entry.Value.ValueKind != JsonValueKind.String ? $"its {entry.Name} is no text"
        : files.Exists(file => file.Name == entry.Name) ? $"it has {entry.Name} twice"
        : files.Count == FilesMax ? $"it has more than {FilesMax} files"
        : "";

    private static bool IsPlain(string name) =>
        name.Length is > 1 and <= NameCharsMax
        && name[0] == '.'
        && name != ".."
        && name.AsSpan().IndexOfAnyExcept(NameChars) < 0;
}
