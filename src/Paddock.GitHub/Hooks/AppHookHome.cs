using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

/// <summary>
/// The one webhook of a GitHub App (GitHub REST, "GitHub App webhooks"): it tells of everything that the App's
/// installations may see, so one question serves all of them. The App asks as itself; a scope is named only because
/// every call names one.
/// </summary>
internal sealed class AppHookHome(Connection connection, Scope scope) : HookHome(connection.AppApi!, scope)
{
    private const string ConfigPath = "app/hook/config";

    public override string Name => AppHookFault.NameOf(connection.Settings);

    public override async Task<Answer<FoundHook>> FindAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(call, cancellationToken);
        if (!answer.Has(out var hook, out var refused))
        {
            return refused.To<FoundHook>();
        }
        return IsOurs(hook)
            ? new Answer<FoundHook>.Ok(new FoundHook(hook.Id, AppHookFault.Of(connection.Settings, hook)))
            : new Answer<FoundHook>.Refused(AppHookFault.Missing(connection.Settings, hook));
    }

    /// <summary>
    /// Under the App's own number, since it is the only one. Whether it is switched on, GitHub does not tell here.
    /// </summary>
    public async Task<Answer<AppHook>> ReadAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var config = await Api.GetAsync(
            call, ConfigPath, GitHubJson.Default.HookConfigPayload, cancellationToken);
        if (!config.Has(out var told, out var refused) && refused.Status != HttpStatusCode.NotFound)
        {
            return refused.To<AppHook>();
        }
        var app = await Api.GetAsync(call, "app", GitHubJson.Default.AppPayload, cancellationToken);
        return app.Has(out var self, out var unknown)
            ? new Answer<AppHook>.Ok(new AppHook(self, told))
            : unknown.To<AppHook>();
    }

    public Task<Answer<HookConfigPayload>> ChangeAsync(
        ApiCall call, HookConfigBody change, CancellationToken cancellationToken) => Api.PatchAsync(
        call, ConfigPath, change, GitHubJson.Default.HookConfigBody, GitHubJson.Default.HookConfigPayload,
        cancellationToken);

    public bool IsOurs(AppHook hook) => OwnHook.SendsTo(hook.Config?.Url, connection.Settings.WebhookUrl!);

    public override string LogOf(long hook) => "app/hook/deliveries";

    /// <summary>
    /// An App's webhook cannot be pinged; but whatever it sent last can be sent once more, signed with the secret of
    /// now, and is no news a second time.
    /// </summary>
    public override HookEcho? EchoOf(long hook, IReadOnlyList<DeliveryPayload> known) => known is [var last, ..]
        ? new HookEcho(HookPaths.Attempts(LogOf(hook), last.Id), entry => entry.Guid == last.Guid)
        : null;

    public override Answer<T>.Refused Explain<T>(Answer<T>.Refused refused, string access = "read") => refused;
}
