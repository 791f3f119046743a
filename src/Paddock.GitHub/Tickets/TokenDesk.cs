using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub.Http;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.GitHub.Tickets;

/// <summary>
/// Asks for registration tokens, a new one for each runner: one that was kept could end while a machine boots. Nothing
/// is registered by it yet, so a lost reply costs nothing and nothing here is ever <c>Lost</c>.
/// </summary>
internal sealed class TokenDesk(ApiClient api, RunnerGroups groups, Uri site)
{
    public async Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        if (FaultOf(request) is { } unfit)
        {
            return new TicketReply.Refused(unfit);
        }

        // The runner would find out by itself, in a machine whose log nobody reads.
        var group = await groups.IdOfAsync(request.Scope, request.Group, cancellationToken);
        if (!group.Has(out _, out var unknown))
        {
            return new TicketReply.Refused(unknown.Fault);
        }
        var answer = await api.PostAsync(
            ApiCall.ForTicket(request.Scope), RunnerPaths.RegistrationToken(request.Scope),
            GitHubJson.Default.RegistrationTokenPayload, cancellationToken);
        if (!answer.Has(out var payload, out var refused))
        {
            return new TicketReply.Refused(refused.Fault.AsCertain());
        }
        return payload.Token is { } token && RegistrationTicket.IsPlain(token.Reveal())
            ? new TicketReply.Granted(Registration: null, Write(request, token))
            : new TicketReply.Refused(new Fault(FaultKind.Fatal, "GitHub's registration token is none."));
    }

    private Ticket Write(TicketRequest request, Secret token)
    {
        var isNamed = request.Scope.Kind != ScopeKind.Repository && request.Group != PoolPolicy.DefaultGroup;
        return RegistrationTicket.Of(
            PageOf(request.Scope), request.Name, request.Labels, isNamed ? request.Group : null, token);
    }

    /// <summary><c>https://git.acme.example/acme/app</c>, which is how <c>config.sh</c> wants it.</summary>
    private Uri PageOf(Scope scope) => new(
        $"{site.ToString().TrimEnd('/')}/{(scope.Kind == ScopeKind.Enterprise ? "enterprises/" : "")}{scope.Path}");

    /// <summary><c>config.sh</c> takes its labels as one text with commas.</summary>
    private static Fault? FaultOf(TicketRequest request)
    {
        var odd = request.Labels.Texts.FirstOrDefault(
            label => label.Contains(',', StringComparison.Ordinal) || !RegistrationTicket.IsPlain(label));
        return odd is not null
            ? new Fault(
                FaultKind.InvalidSpec,
                $"A runner that registers itself cannot have the label '{Plain.Line(odd, 100)}': it has a comma.")
            : RegistrationTicket.IsPlain(request.Group) ? null
            : new Fault(FaultKind.InvalidSpec, $"'{Plain.Line(request.Group, 100)}' is no runner group's name.");
    }
}
