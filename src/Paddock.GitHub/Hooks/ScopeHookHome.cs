using Paddock.Core.Model;
using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

/// <summary>The webhooks of one repository or organization.</summary>
internal sealed class ScopeHookHome(Connection connection, Scope scope) : HookHome(connection.Api, scope)
{
    public override string Name => Scope.ToString();

    public override async Task<Answer<FoundHook>> FindAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var answer = await Api.ListAsync(
            call, HookPaths.All(Scope), GitHubJson.Default.HookPayloadArray, static page => page, cancellationToken);
        if (!answer.Has(out var hooks, out var refused))
        {
            return Explain(refused).To<FoundHook>();
        }
        var address = connection.Settings.WebhookUrl!;
        return OwnHook.All(hooks, address) is [var own, ..]
            ? new Answer<FoundHook>.Ok(new FoundHook(own.Id, HookFault.Of(own, Scope)))
            : new Answer<FoundHook>.Refused(HookFault.Missing(Scope, address));
    }

    public override string LogOf(long hook) => HookPaths.Log(Scope, hook);

    public override HookEcho EchoOf(long hook, IReadOnlyList<DeliveryPayload> known) =>
        new(HookPaths.Pings(Scope, hook), entry => entry.Event == "ping");

    public override Answer<T>.Refused Explain<T>(Answer<T>.Refused refused, string access = "read") =>
        HookFault.OfRefusal(refused, Scope, access);
}
