using Paddock.Ports;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Networks;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>
/// What instances stand on and Paddock keeps: trust, profiles, the network ACL. Looked at before an instance is made,
/// and then believed for a while.
/// </summary>
internal sealed class Foundations(Trust trust, Profiles profiles, NetworkAcl acl, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Flights<string, Nothing> _laid = new(time, Life);

    /// <summary>Null when all is there.</summary>
    public async Task<Fault?> LayAsync(CancellationToken cancellationToken)
    {
        var answer = await _laid.JoinAsync("", LayAnewAsync, cancellationToken);
        return answer.WhyNot;
    }

    private async Task<Answer<Nothing>> LayAnewAsync()
    {
        var fault = await trust.GainAsync(CancellationToken.None)
            ?? await profiles.KeepAsync(CancellationToken.None)
            ?? await acl.KeepAsync(CancellationToken.None);
        return fault is null ? new Answer<Nothing>.Ok(default) : new Answer<Nothing>.Refused(fault);
    }
}
