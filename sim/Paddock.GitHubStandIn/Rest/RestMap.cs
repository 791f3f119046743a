using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubStandIn.Http;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>
/// Maps operations by their ids; where an operation lives is written in the fixture and nowhere else.
/// </summary>
internal sealed class RestMap(IEndpointRouteBuilder app)
{
    public void Add(string operationId, Func<RestCall, Reply> handler) => Add(Operation.All[operationId], handler);

    /// <summary>The same handler for a repository's, an organization's and an enterprise's operation.</summary>
    public void Add(string forRepository, string forOrganization, string forEnterprise, Func<RestCall, Reply> handler)
    {
        Add(forRepository, handler);
        Add(forOrganization, handler);
        Add(forEnterprise, handler);
    }

    public void Add(Operation operation, Func<RestCall, Reply> handler) => app.MapMethods(
        operation.Path, [operation.Method], (RequestDelegate)(context => Gate.ServeAsync(context, operation, handler)));
}
