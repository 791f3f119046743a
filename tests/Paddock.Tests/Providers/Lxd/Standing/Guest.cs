using System.Text;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>An instance as it is seen from inside, and a hand in there.</summary>
internal sealed class Guest(World world, Lock gate, Instance instance)
{
    public string Name => instance.Name;

    public Power Power => Locked(() => instance.Power);

    public int Boots => Locked(() => instance.Boots);

    /// <summary>It is still in the server's list.</summary>
    public bool IsKnown => Locked(() => world.Instances.Find(instance.Project, instance.Name) == instance);

    public IReadOnlyDictionary<string, string> Config => Locked(() => Json.Texts(Json.Of(instance.Config)));

    public IReadOnlyDictionary<string, GuestFile> Files => Locked(() => instance.Files.Copy().All);

    /// <summary>
    /// What every process in there can read without a right of its own, on the guest's socket; null where it is closed.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Socket => Locked(() =>
    {
        var config = world.Instances.ExpandedConfig(instance);
        return config.GetValueOrDefault(world.Ground.Dialect.GuestSocketKey) is "false" or "0"
            ? null
            : config.Where(pair => pair.Key.StartsWith("user.", StringComparison.Ordinal)
                || pair.Key.StartsWith("cloud-init.", StringComparison.Ordinal)).ToDictionary();
    });

    /// <summary>A clean stop is not heard in there.</summary>
    public bool IgnoresShutdown
    {
        set => Locked(() => instance.IgnoresShutdown = value);
    }

    public void Write(string path, string text, string mode = "0644") => Locked(() =>
    {
        instance.Files.Put(path, new GuestFile("file", Encoding.UTF8.GetBytes(text), mode));
        return true;
    });

    public bool Remove(string path) => Locked(() => instance.Files.Remove(path));

    public void Print(string text) => Locked(() => instance.Console += text);

    /// <summary>As <c>poweroff</c> does.</summary>
    public void PowerOff() => Locked(() =>
    {
        world.Power.PowerOff(instance);
        return true;
    });

    private T Locked<T>(Func<T> look)
    {
        lock (gate)
        {
            return look();
        }
    }
}
