using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Composition;
using Paddock.App.Configuration;

namespace Paddock.App.Http.Admin;

/// <summary>What is asked about the configuration in force.</summary>
internal sealed class ConfigQuestions(FleetDesk desk)
{
    /// <summary>The largest configuration that is read at all, value by value.</summary>
    private const int BodyBytesMax = 8 * 1024 * 1024;

    /// <summary>A comparison of half a configuration would tell of removals that nobody means.</summary>
    private static readonly JsonSerializerOptions Strict = new(ApiJson.Default.Options)
    {
        RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    };

    public async Task<Answer> DiffAsync(HttpContext context)
    {
        context.KeepBodySmall(BodyBytesMax);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var (asked, problem) = Read(body.GetBuffer().AsSpan(0, (int)body.Length));
        return asked is null
            ? problem!
            : Answer.Json(ConfigDiff.Answer(desk.ConfigInForce.Values, asked), ApiJson.Default.ConfigDiffReply);
    }

    private static (ConfigDiffRequest? Asked, Answer? Problem) Read(ReadOnlySpan<byte> body)
    {
        ConfigDiffRequest? asked;
        try
        {
            asked = (ConfigDiffRequest?)JsonSerializer.Deserialize(
                body, Strict.GetTypeInfo(typeof(ConfigDiffRequest)));
        }
        catch (JsonException)
        {
            asked = null;
        }
        if (asked is null || asked.Values.Any(value => value is null))
        {
            return (null, Problems.BadComparison("The body is not the JSON that was expected."));
        }
        if (asked.Salt.Length is 0 or > ConfigDiff.SaltLengthMax)
        {
            return (null, Problems.BadComparison($"'salt' must have 1 to {ConfigDiff.SaltLengthMax} characters."));
        }
        var twice = asked.Values.GroupBy(value => value.Path).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? (asked, null) : (null, Problems.BadComparison($"'{twice.Key}' is there twice."));
    }
}
