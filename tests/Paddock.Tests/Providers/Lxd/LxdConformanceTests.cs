using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>
/// The provider keeps the promises of <c>IProvider</c> also where no real server can be had here: at Incus, and with
/// virtual machines.
/// </summary>
public sealed class LxdConformanceTests
{
    public static TheoryData<int, string> Ephemeral() => Named(new LxdSettings(LxdPlace.Name));

    public static TheoryData<int, string> Staying() => Named(new LxdSettings(LxdPlace.Name) { Ephemeral = false });

    [Theory]
    [MemberData(nameof(Ephemeral))]
    public Task Containers_of_LXD_keep_the_promises(int promise, string name) =>
        RunAsync(promise, name, Flavour.Lxd50, LxdPlace.Image, settings => settings);

    [Theory]
    [MemberData(nameof(Ephemeral))]
    public Task Containers_of_Incus_keep_the_promises(int promise, string name) =>
        RunAsync(promise, name, Flavour.Incus60, LxdPlace.Image, settings => settings);

    [Theory]
    [MemberData(nameof(Staying))]
    public Task Containers_that_stay_keep_the_promises(int promise, string name) =>
        RunAsync(promise, name, Flavour.Lxd50, LxdPlace.Image, settings => settings with { Ephemeral = false });

    [Theory]
    [MemberData(nameof(Ephemeral))]
    public Task Virtual_machines_keep_the_promises(int promise, string name) =>
        RunAsync(promise, name, Flavour.Lxd50, LxdPlace.MachineImage, LxdPlace.WithMachines);

    [Theory]
    [MemberData(nameof(Staying))]
    public Task Virtual_machines_that_stay_keep_the_promises(int promise, string name) => RunAsync(
        promise, name, Flavour.Incus60, LxdPlace.MachineImage,
        settings => LxdPlace.WithMachines(settings) with { Ephemeral = false });

    private static Task RunAsync(
        int promise, string name, Flavour flavour, string image, Func<LxdSettings, LxdSettings> change)
    {
        var settings = change(new LxdSettings(LxdPlace.Name));
        return ProviderConformance.Checks(settings.Traits, _ => LxdTrial.OpenAsync(flavour, image, change))
            .Single(check => check.Promise == promise && check.Name == name)
            .RunAsync(TestContext.Current.CancellationToken);
    }

    private static TheoryData<int, string> Named(LxdSettings settings) =>
    [
        .. ProviderConformance.Checks(settings.Traits, _ => throw new InvalidOperationException("Nothing is run here."))
            .Select(check => (check.Promise, check.Name)),
    ];
}
