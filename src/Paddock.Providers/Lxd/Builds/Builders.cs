using System.Globalization;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Capacity;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Instances;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd.Builds;

/// <summary>
/// Instances that images are made in. They are no machines, so they wear our tags under keys of their own and are in
/// no list of machines; they hold memory and processors like them.
/// </summary>
internal sealed class Builders(
    InstanceCalls instances, Seats seats, FleetIdentity identity, LxdSettings settings, TimeProvider time)
{
    private const string KeyPrefix = "user.builder.";

    /// <summary>Two providers may share one server, and each has a lock of its own.</summary>
    private const string ProviderKey = KeyPrefix + "paddock.provider";

    /// <summary>Beside the script: boot, runner, cleaning, and some patience.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(30);

    private static readonly PoolName Pool = new("image-build");

    private readonly Ownership _ownership = new(identity, KeyPrefix);

    public static TimeSpan LifetimeOf(ImageRecipe recipe) => recipe.ScriptLimit + Margin;

    /// <summary>Makes one of this image and does not start it.</summary>
    /// <returns>Null when it is there.</returns>
    public async Task<Fault?> MakeAsync(
        string name, ImageRecipe recipe, ImagePayload image, CancellationToken cancellationToken)
    {
        var size = settings.UsualSize with
        {
            Type = image.Type == "virtual-machine" ? InstanceType.VirtualMachine : InstanceType.Container,
        };
        var machine = new MachineName(name);
        var room = await seats.TakeAsync(
            machine, new MachineSize(null, size.Cpus, size.MemoryBytes), cancellationToken);
        if (!room.Has(out var seat, out var full))
        {
            return full.Fault;
        }
        using (seat)
        {
            var body = Form(machine, recipe, size, image.Fingerprint, seat.Claim);
            var made = await instances.CreateAsync(body, settings.Target, cancellationToken);
            return made.WhyNot;
        }
    }

    /// <summary>Whatever it is at. Null when it is gone.</summary>
    public async Task<Fault?> DiscardAsync(string name)
    {
        var there = await instances.FindAsync(name, CancellationToken.None);
        if (!there.Has(out var found, out var unseen))
        {
            return unseen.IsAbsent ? null : unseen.Fault;
        }
        if (!_ownership.IsOurs(found.Config))
        {
            return null;
        }
        if (!InstanceReading.IsStopped(found))
        {
            await instances.StopAsync(name, CancellationToken.None);
        }
        var deleted = await instances.DeleteAsync(name, CancellationToken.None);
        if (deleted is not Answer<Nothing>.Refused { IsAbsent: false } refused)
        {
            return null;
        }
        var left = await instances.FindAsync(name, CancellationToken.None);
        return left is Answer<InstancePayload>.Refused { IsAbsent: true } ? null : refused.Fault;
    }

    /// <summary>
    /// Deletes all of ours of this provider. Only for who holds the lock of builds: to nobody else they are certainly
    /// nobody's.
    /// </summary>
    /// <returns>What is gone.</returns>
    public async Task<Answer<string[]>> SweepAsync(CancellationToken cancellationToken)
    {
        var listed = await instances.ListAsync(cancellationToken);
        if (!listed.Has(out var all, out var refused))
        {
            return refused.To<string[]>();
        }
        var gone = new List<string>();
        foreach (var name in all.Where(IsOfThisProvider).Select(one => one.Name))
        {
            if (await DiscardAsync(name) is { } fault)
            {
                return new Answer<string[]>.Refused(fault);
            }
            gone.Add(name);
        }
        return new Answer<string[]>.Ok([.. gone]);
    }

    private bool IsOfThisProvider(InstancePayload instance) =>
        _ownership.IsOurs(instance.Config)
        && instance.Config!.GetValueOrDefault(ProviderKey) == settings.Name.Value;

    private InstanceBody Form(
        MachineName name, ImageRecipe recipe, InstanceSize size, string fingerprint, Claim claim)
    {
        var lifetime = LifetimeOf(recipe);
        var deadline = time.GetUtcNow() + lifetime;
        var tags = new MachineTags(identity.Fleet, identity.Install, Pool, name, Generation: 1, deadline);
        var offer = new Offer(settings.Name, new MachineSize(), Location: null, recipe.Base);
        var form = InstanceForm.Of(
            new MachineSpec(name, tags, offer, recipe.Scope, lifetime), isBlank: false, size,
            new SourceBody("image") { Fingerprint = fingerprint }, claim, settings);
        var config = form.Config.ToDictionary(StringComparer.Ordinal);
        foreach (var (key, _) in tags.ToPairs())
        {
            config.Remove(InstanceReading.KeyPrefix + key);
        }
        config[KeyPrefix + MachineTags.FleetKey] = identity.Fleet;
        config[KeyPrefix + MachineTags.InstallKey] = identity.Install;
        config[ProviderKey] = settings.Name.Value;
        config[KeyPrefix + MachineTags.DeadlineKey] =
            deadline.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        // It powers itself off when nobody comes back for it, and is deleted then.
        return form with { Ephemeral = true, Config = config, Description = $"Builder of image {recipe.Alias}" };
    }
}
