using System.Net;
using System.Text.Json;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Docker.Api;

/// <summary>
/// What an engine's refusal means, and what to do about it. The API has no error codes, so a few meanings are read from
/// its words; those words have been the same since Docker 1.13.
/// </summary>
internal static class FaultReader
{
    /// <summary>An error is one sentence. What is longer is no error of an engine.</summary>
    private const int BodyBytesMax = 64 * 1024;

    public static async Task<Fault> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        Of(response.StatusCode, Plain.Line(await SaidAsync(response, cancellationToken)));

    public static Fault Of(HttpStatusCode status, string said) => status switch
    {
        _ when Says(said, "no space left on device") => new Fault(
            FaultKind.CapacityUnavailable,
            $"The disk of the Docker Engine is full: {said} Free it (docker system prune)."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Fault(
            FaultKind.Unauthorized, $"The Docker Engine, or what stands before it, does not allow this: {said}"),
        HttpStatusCode.BadRequest or HttpStatusCode.NotFound => new Fault(FaultKind.InvalidSpec, $"Docker: {said}"),
        HttpStatusCode.Conflict when Says(said, "is already in use") =>
            new Fault(FaultKind.NameTaken, $"Docker: {said}"),
        HttpStatusCode.Conflict => new Fault(FaultKind.Busy, $"Docker: {said}"),

        // Podman 4 answers a taken name so.
        HttpStatusCode.InternalServerError when Says(said, "already in use") =>
            new Fault(FaultKind.NameTaken, $"Docker: {said}"),
        HttpStatusCode.InternalServerError when IsRegistryRefusal(said) => new Fault(
            FaultKind.Unauthorized,
            $"The registry refuses the image: {said} Pull it by hand (docker login, docker pull)."),
        _ => new Fault(FaultKind.Transient, $"Docker: {(int)status} {said}"),
    };

    /// <summary>Engines word it as their registries do.</summary>
    public static bool IsRegistryRefusal(string said) =>
        Says(said, "no basic auth credentials") || Says(said, "unauthorized") || Says(said, "pull access denied");

    public static bool Says(string said, string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>{"message": "…"}</c>, or bare text: Docker 20.10 answers a bad version so.</summary>
    private static async Task<string> SaidAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BodyBytesMax];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            var error = JsonSerializer.Deserialize(buffer.AsSpan(0, length), EngineJson.Default.ErrorPayload);
            return error?.Message ?? "";
        }
        catch (JsonException)
        {
            return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
