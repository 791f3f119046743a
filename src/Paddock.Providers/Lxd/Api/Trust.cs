using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// Has the server trust our certificate, once, with the token or password its administrator gave. Behind a socket there
/// is nothing to do: whoever may open it is trusted.
/// </summary>
internal sealed class Trust(ServerCalls server, LxdSettings settings, TrustToken? token)
{
    private const string Client = "client";
    private const string Trusted = "trusted";

    /// <summary>Null when the server trusts us.</summary>
    public async Task<Fault?> GainAsync(CancellationToken cancellationToken)
    {
        var about = await server.AboutAsync(cancellationToken);
        if (!about.Has(out var said, out var unreachable))
        {
            return unreachable.Fault;
        }
        if (said.Auth == Trusted)
        {
            return null;
        }
        if (settings.TrustToken is not { } secret)
        {
            return new Fault(
                FaultKind.Unauthorized,
                $"{settings.Flavor.Name} at {settings.Host} does not trust our certificate. Have its administrator run "
                + $"{settings.Flavor.Command} config trust add, and write what it prints as trust_token.");
        }
        var text = secret.Reveal();
        var body = new CertificateBody(Client, $"paddock-{settings.Name}");
        body = token is not null && !settings.Flavor.TakesPasswords
            ? body with { TrustToken = text }
            : body with { Password = text };
        var answer = await server.TrustAsync(body, cancellationToken);
        return answer switch
        {
            Answer<Nothing>.Refused { IsConflict: true } => null,
            Answer<Nothing>.Refused { Fault: { Kind: FaultKind.Unauthorized } fault } => fault with
            {
                Message = $"{fault.Message} A token works once and not for long: make another.",
            },
            Answer<Nothing>.Refused { Fault: var fault } => fault,
            _ => null,
        };
    }
}
