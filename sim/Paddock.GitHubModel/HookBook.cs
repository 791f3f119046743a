namespace Paddock.GitHubModel;

/// <summary>
/// GitHub's webhooks and their delivery log. Pure like the rest of the model: it says who wants what and remembers what
/// came of it; sending is the skin's.
/// </summary>
public sealed class HookBook
{
    /// <summary>Hooks per event and owner (GitHub docs, "Creating webhooks").</summary>
    private const int HooksPerEventMax = 20;

    /// <summary>How long deliveries can be listed and redelivered on github.com.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(3);

    private readonly SortedDictionary<long, ModelHook> _hooks = [];
    private readonly SortedDictionary<long, ModelDelivery> _deliveries = [];
    private long _nextHook = 500_000_000;
    private long _nextDelivery = 180_000_000_000;

    /// <summary>Moves the numbers of deliveries, as <see cref="GitHubModel.NumbersFrom"/> does those of jobs.</summary>
    public long NumbersFrom
    {
        init => _nextDelivery += value;
    }

    public IReadOnlyCollection<ModelHook> Hooks => _hooks.Values;

    public IEnumerable<ModelHook> Of(string scope) => _hooks.Values.Where(hook => Same(hook.Scope, scope));

    public ModelHook? Hook(long id) => _hooks.GetValueOrDefault(id);

    /// <summary>Hooks to be told of something that happened in a repository, in the order of their making.</summary>
    public IEnumerable<ModelHook> Wanting(string name, ModelRepository repository) => _hooks.Values.Where(hook =>
        hook.Wants(name)
        && (hook.Scope == ModelHook.AppScope
            || hook.Scope.StartsWith("enterprises/", StringComparison.OrdinalIgnoreCase)
            || Same(hook.Scope, $"repos/{repository.FullName}")
            || (repository.OwnerIsOrganization && Same(hook.Scope, $"orgs/{repository.Owner}"))));

    public HookReply Create(string scope, HookSettings settings, DateTimeOffset now)
    {
        if (Refusal(scope, settings, except: null) is { } message)
        {
            return new HookReply.Invalid(message);
        }
        var hook = new ModelHook(_nextHook++, scope, settings, now, now);
        _hooks[hook.Id] = hook;
        return new HookReply.Saved(hook);
    }

    public HookReply Update(long id, HookSettings settings, DateTimeOffset now)
    {
        var hook = _hooks[id];
        if (Refusal(hook.Scope, settings, except: id) is { } message)
        {
            return new HookReply.Invalid(message);
        }
        _hooks[id] = hook = hook with { Settings = settings, UpdatedAt = now };
        return new HookReply.Saved(hook);
    }

    public bool Delete(long id) => _hooks.Remove(id);

    /// <summary>A repository was renamed; its hooks stay with it.</summary>
    public void Rename(string before, string after)
    {
        foreach (var hook in Of(before).ToList())
        {
            _hooks[hook.Id] = hook with { Scope = after };
        }
    }

    /// <summary>Newest first.</summary>
    public IEnumerable<ModelDelivery> DeliveriesOf(long hookId) =>
        _deliveries.Values.Where(delivery => delivery.HookId == hookId).Reverse();

    public IReadOnlyCollection<ModelDelivery> Deliveries => _deliveries.Values;

    public ModelDelivery? Delivery(long id) => _deliveries.GetValueOrDefault(id);

    /// <summary>An attempt begins; <paramref name="sketch"/> gets a number and the time.</summary>
    public ModelDelivery Begin(ModelDelivery sketch, DateTimeOffset now)
    {
        Forget(now);
        var delivery = sketch with { Id = _nextDelivery++, At = now };
        return _deliveries[delivery.Id] = delivery;
    }

    public void End(long deliveryId, DeliveryResult result)
    {
        if (Delivery(deliveryId) is not { } delivery)
        {
            return;
        }
        _deliveries[deliveryId] = delivery with { Result = result };
        if (Hook(delivery.HookId) is { } hook)
        {
            _hooks[hook.Id] = hook with { LastResult = result };
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_deliveries.Count > 0 && _deliveries.First().Value is var oldest && now >= oldest.At + Retention)
        {
            _deliveries.Remove(oldest.Id);
        }
    }

    private string? Refusal(string scope, HookSettings settings, long? except)
    {
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return "url is missing a scheme";
        }
        var others = Of(scope).Where(hook => hook.Id != except).ToList();
        if (others.Exists(
            hook => hook.Settings.Url == settings.Url && hook.Settings.Events.Intersect(settings.Events).Any()))
        {
            return "Hook already exists on this repository";
        }
        var crowded = settings.Events.FirstOrDefault(
            name => others.Count(hook => hook.Wants(name)) >= HooksPerEventMax);
        return crowded is null ? null : $"The \"{crowded}\" event cannot have more than {HooksPerEventMax} hooks";
    }

    private static bool Same(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The answer to making or changing a hook.</summary>
public abstract record HookReply
{
    public sealed record Saved(ModelHook Hook) : HookReply;

    /// <summary>422, with GitHub's text.</summary>
    public sealed record Invalid(string Message) : HookReply;
}
