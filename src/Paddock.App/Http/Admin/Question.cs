using Microsoft.AspNetCore.Http;

namespace Paddock.App.Http.Admin;

/// <summary>Reading what was asked: path and query.</summary>
internal static class Question
{
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
}
