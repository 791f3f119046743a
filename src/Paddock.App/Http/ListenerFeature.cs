using Microsoft.AspNetCore.Http;

namespace Paddock.App.Http;

/// <summary>Put on every connection when it is accepted; the requests of the connection see it.</summary>
internal sealed record ListenerFeature(Listeners Listener)
{
    public static Listeners Of(HttpContext context) =>
        context.Features.Get<ListenerFeature>()?.Listener ?? Listeners.None;
}
