namespace Paddock.GitHub.Http;

/// <summary>
/// The <c>Link</c> header: <c>&lt;https://api.github.com/…?page=2&gt;; rel="next", &lt;…&gt;; rel="last"</c>. Page
/// addresses are GitHub's to make: some lists count pages, others carry an opaque cursor.
/// </summary>
internal static class PageLink
{
    /// <summary>The address with <c>rel="next"</c>; null on the last page.</summary>
    public static Uri? Next(HttpResponseMessage response, Uri asked)
    {
        if (!response.Headers.TryGetValues("Link", out var values))
        {
            return null;
        }
        var text = string.Join(',', values);
        for (var at = 0; (at = text.IndexOf('<', at)) >= 0; at++)
        {
            var end = text.IndexOf('>', at);
            if (end < 0)
            {
                return null;
            }
            var following = text.IndexOf('<', end);
            var attributes = text.AsSpan(end, (following < 0 ? text.Length : following) - end);
            if (attributes.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase)
                && Uri.TryCreate(asked, text[(at + 1)..end], out var next))
            {
                return next;
            }
        }
        return null;
    }
}
