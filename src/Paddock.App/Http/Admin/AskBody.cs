using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Paddock.App.Http.Admin;

/// <summary>The body of what an operator asks for, and who asks. For the audit trail, not a proof.</summary>
internal static class AskBody
{
    private const int ByMax = 100;

    /// <summary>
    /// What was asked, and by whom: as the body says, or the way it came. An empty body is the default of its shape;
    /// a problem is the answer to one that is not understood.
    /// </summary>
    public static async Task<(T? Asked, string? By, Answer? Problem)> ReadAsync<T>(
        HttpContext context, JsonTypeInfo<T> shape, Func<T, string?> byOf) where T : class
    {
        context.KeepBodySmall();
        var usual = ListenerFeature.Of(context) == Listeners.AdminSocket ? "the admin socket" : "the admin token";
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0)
        {
            return (null, usual, null);
        }
        try
        {
            var asked = JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), shape);
            var by = (asked is null ? null : byOf(asked))?.Trim() ?? "";
            return by.Length > ByMax || by.Any(char.IsControl)
                ? (null, null,
                    Problems.BadBody($"'by' is longer than {ByMax} characters or has control characters."))
                : (asked, by.Length == 0 ? usual : by, null);
        }
        catch (JsonException)
        {
            return (null, null, Problems.BadBody("The body is not the JSON that was expected."));
        }
    }
}
