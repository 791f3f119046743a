using System.Net;
using System.Security.Cryptography;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Handlers;
using Paddock.Ports;

namespace Paddock.GitHub.Downloads;

/// <summary>
/// Streams an archive from wherever GitHub says it lies, which is rarely the API's host. Redirects are followed, our
/// credential is never sent, and the one GitHub lends for the download stays on the host it was lent for.
/// </summary>
internal sealed class ArchiveDownload(HttpMessageInvoker http, SteadyClock clock)
{
    private const int HopsMax = 5;

    /// <summary>Runner archives are about 200 MB.</summary>
    private const long BytesMax = 2L * 1024 * 1024 * 1024;

    private const int ChunkBytes = 128 * 1024;

    /// <summary>So long without a byte, and the download has failed.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>Writes the archive and returns its SHA-256 in lower-case hex, or what went wrong.</summary>
    public async Task<Answer<string>> FetchAsync(Uri from, Secret? lent, Stream to)
    {
        using var stall = new CancellationTokenSource(StallLimit, clock.Time);
        try
        {
            using var response = await OpenAsync(from, lent, stall.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? await CopyAsync(response, to, stall)
                : Failed($"{from.Authority} answers {(int)response.StatusCode} to the download");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Failed($"the download from {from.Authority} broke off ({failure.GetType().Name})");
        }
        catch (OperationCanceledException)
        {
            return Failed($"the download from {from.Authority} stalled");
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(Uri from, Secret? lent, CancellationToken stall)
    {
        var uri = from;
        for (var hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            if (lent is not null && uri.Authority == from.Authority && uri.Scheme == from.Scheme)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {lent.Reveal()}");
            }
            var response = await http.SendAsync(request, stall);
            if (hop == HopsMax
                || RedirectHandler.TargetOf(request, response) is not { } target
                || !IsAsSafe(from, target))
            {
                return response;
            }
            response.Dispose();
            uri = target;
        }
    }

    /// <summary>Never from https to http, nor to anything that is no web address.</summary>
    private static bool IsAsSafe(Uri from, Uri target) =>
        target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);

    private static async Task<Answer<string>> CopyAsync(
        HttpResponseMessage response, Stream to, CancellationTokenSource stall)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        var total = 0L;
        while (await body.ReadAsync(chunk, stall.Token) is var read and > 0)
        {
            stall.CancelAfter(StallLimit);
            total += read;
            if (total > BytesMax)
            {
                return Failed($"the download is larger than {BytesMax} bytes");
            }
            hash.AppendData(chunk, 0, read);
            await to.WriteAsync(chunk.AsMemory(0, read), stall.Token);
        }
        return new Answer<string>.Ok(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static Answer<string>.Refused Failed(string why) =>
        new(new Fault(FaultKind.Transient, $"No runner archive: {why}."));
}
