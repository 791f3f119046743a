using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Paddock.App.Http.Admin;

/// <summary>Reading what was asked: path, query and body.</summary>
internal static class Question
{
    /// <summary>A name or a token with what is around it.</summary>
    private const int BodyBytesMax = 4 * 1024;

    public static string PathValue(this HttpContext context, string name) =>
        context.Request.RouteValues[name] as string ?? "";

    /// <summary>A number within its bounds, <paramref name="usual"/> without one; null when it is wrong.</summary>
    public static int? Number(this HttpContext context, string name, int usual, int most)
    {
        string? text = context.Request.Query[name];
        return string.IsNullOrEmpty(text) ? usual
            : int.TryParse(text, out var number) && number >= 1 && number <= most ? number
            : null;
    }

    public static string Text(this HttpContext context, string name) => context.Request.Query[name].ToString();

    /// <summary>Before the body is read: what deliveries may be large for, no question here needs.</summary>
    public static void KeepBodySmall(this HttpContext context, int bytesMax = BodyBytesMax)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = bytesMax;
        }
    }
}
