using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.GitHub.Tickets;

/// <summary>The forge over all connections: a scope names its connection, and that connection answers.</summary>
internal sealed class GitHubForge(Connections connections) : IForge
{
    public async Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return connections.Find(request.Scope) switch
        {
            null => new TicketReply.Refused(Unknown(request.Scope)),
            { Settings.Tickets: TicketKind.RegistrationToken } connection =>
                await connection.RegistrationTokens.TicketAsync(request, cancellationToken),
            var connection => await connection.Tickets.TicketAsync(request, cancellationToken),
        };
    }

    public async Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return connections.Find(scope) is { } connection
            ? await connection.Runners.RemoveAsync(scope, name, registration, cancellationToken)
            : new RemoveReply.Refused(Unknown(scope));
    }

    public async Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return connections.Find(scope) is { } connection
            ? await connection.Runners.FindAsync(scope, name, registration, cancellationToken)
            : new FindReply.Refused(Unknown(scope));
    }

    public async Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return connections.Find(scope) is { } connection
            ? await connection.Runners.ListAsync(scope, cancellationToken)
            : new RunnerListReply.Refused(Unknown(scope));
    }

    public async Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return connections.Find(scope) is { } connection
            ? await connection.Jobs.LookAsync(scope, job, cancellationToken)
            : new JobReply.Unknown(Unknown(scope));
    }

    public async Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return connections.Find(scope) is { } connection
            ? await connection.Jobs.LookAtRunAsync(scope, job, cancellationToken)
            : new RunReply.Unknown(Unknown(scope));
    }

    private static Fault Unknown(Scope scope) => Connections.Unknown(scope);
}
