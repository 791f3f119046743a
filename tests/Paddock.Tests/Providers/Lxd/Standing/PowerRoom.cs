namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>Starts and stops, by the API and from inside of the guest.</summary>
internal sealed class PowerRoom(Ground ground, Instances instances)
{
    /// <summary>What the guest's own programs do once it is up.</summary>
    public Action<Instance>? Booted { get; set; }

    public bool IsDown { get; set; }

    public Reply Answer(Asked asked, Instance instance) => asked.Method switch
    {
        "GET" => Reply.Tagged(InstanceView.StateOf(instance, instances.HasAgent(instance))),
        "PUT" => Change(asked, instance),
        _ => Reply.NotFound,
    };

    public void Boot(Instance instance)
    {
        (instance.Power, instance.WasRunning) = (Power.Running, true);
        instance.LastUsedAt = instance.StartedAt = ground.Agenda.Now;
        instance.Boots++;
        instance.Files.Boot();
        ground.Events.Tell("instance-started", instance);
        var boot = instance.Boots;
        ground.Agenda.After(ground.Options.BootTime, () =>
        {
            if (instance.Power is Power.Running && instance.Boots == boot)
            {
                Booted?.Invoke(instance);
            }
        });
    }

    /// <summary>A clean end. An ephemeral instance is seen as stopped until it is deleted.</summary>
    public void PowerOff(Instance instance)
    {
        instance.Power = Power.Stopped;
        if (IsDown)
        {
            // Nobody hears of it: for the daemon it was running when it was seen last.
            return;
        }
        instance.WasRunning = false;
        ground.Events.Tell("instance-shutdown", instance);
        DeleteIfEphemeral(instance, () => { });
    }

    /// <summary>
    /// A daemon that comes up starts what was running when it saw it last, and what ended meanwhile with it. Who does
    /// not want that says <c>boot.autostart: false</c>, and then even what is ephemeral stays, stopped.
    /// </summary>
    public void Resume()
    {
        IsDown = false;
        foreach (var instance in instances.All.Where(one => one is { Power: Power.Stopped, IsWhole: true }).ToList())
        {
            var wanted = instances.ExpandedConfig(instance).GetValueOrDefault("boot.autostart");
            if (wanted is "true" or "1" || (instance.WasRunning && wanted is null or ""))
            {
                Boot(instance);
            }
        }
    }

    private Reply Change(Asked asked, Instance instance)
    {
        var isForced = asked.Flag("force");
        return asked.Text("action") switch
        {
            "start" => Run("Starting instance", instance, () => Start(instance)),
            "stop" when isForced => Stop(instance, "instance-stopped"),
            "stop" when instance is { IgnoresShutdown: true, Power: not Power.Stopped } => Outwait(instance, asked),
            "stop" => Stop(instance, "instance-shutdown"),
            "restart" => Run("Restarting instance", instance, () => Restart(instance, isForced)),
            "freeze" => Run("Freezing instance", instance, () => Freeze(instance)),
            "unfreeze" => Run("Unfreezing instance", instance, () => Thaw(instance)),
            var other => new Reply.Refused(400, $"Unknown action: '{other}'"),
        };
    }

    private Reply.Begun Run(string description, Instance instance, Func<Outcome> work) => ground.Operations.Run(
        description, instance.Project, Instances.ResourcesOf(instance), TimeSpan.Zero,
        () => instance.Busy is { } busy ? Outcome.Busy(busy) : work());

    private Outcome Start(Instance instance)
    {
        if (instance.Power is not Power.Stopped)
        {
            return new Outcome("The instance is already running");
        }
        if (!instance.IsWhole)
        {
            return new Outcome("Failed to handle idmapped storage: "
                + $"lstat containers/{instance.Name}: no such file or directory");
        }
        Boot(instance);
        return Outcome.Success;
    }

    /// <summary>Of an ephemeral instance the deletion is told before the stop that caused it.</summary>
    private Reply.Begun Stop(Instance instance, string action)
    {
        if (Refusal(instance) is { } refusal)
        {
            return Run("Stopping instance", instance, () => refusal);
        }
        var operation = ground.Operations.Begin(
            "Stopping instance", instance.Project, Instances.ResourcesOf(instance));
        if (operation.Doom is { } doom)
        {
            ground.Operations.End(operation, new Outcome(doom));
            return new Reply.Begun(operation);
        }
        (instance.Power, instance.WasRunning) = (Power.Stopped, false);
        DeleteIfEphemeral(instance, () =>
        {
            ground.Events.Tell(action, instance);
            ground.Operations.End(operation, Outcome.Success);
        });
        return new Reply.Begun(operation);
    }

    /// <summary>The guest does not hear of a clean stop, and the request gives up.</summary>
    private Reply.Begun Outwait(Instance instance, Asked asked)
    {
        var seconds = asked.Json!["timeout"] is { } timeout ? Math.Max(0, (int)timeout) : 30;
        return ground.Operations.Run(
            "Stopping instance", instance.Project, Instances.ResourcesOf(instance), TimeSpan.FromSeconds(seconds),
            () => new Outcome(
                $"Failed shutting down instance, status is \"{instance.Power}\": context deadline exceeded"));
    }

    private Outcome Restart(Instance instance, bool isForced)
    {
        if (Refusal(instance) is { } refusal)
        {
            return refusal;
        }
        ground.Events.Tell(isForced ? "instance-stopped" : "instance-shutdown", instance);
        Boot(instance);
        ground.Events.Tell("instance-restarted", instance);
        return Outcome.Success;
    }

    private Outcome Freeze(Instance instance)
    {
        if (instance.Power is not Power.Running)
        {
            return new Outcome("The container isn't running");
        }
        instance.Power = Power.Frozen;
        ground.Events.Tell("instance-paused", instance);
        return Outcome.Success;
    }

    private Outcome Thaw(Instance instance)
    {
        if (instance.Power is not Power.Frozen)
        {
            return new Outcome("The container isn't frozen");
        }
        instance.Power = Power.Running;
        ground.Events.Tell("instance-resumed", instance);
        return Outcome.Success;
    }

    private static Outcome? Refusal(Instance instance) => instance switch
    {
        { Busy: { } busy } => Outcome.Busy(busy),
        { Power: Power.Stopped } => new Outcome("The instance is already stopped"),
        _ => null,
    };

    private void DeleteIfEphemeral(Instance instance, Action then)
    {
        if (!instance.IsEphemeral)
        {
            then();
            return;
        }
        instance.Busy = "stop";
        ground.Agenda.After(ground.Options.DeletionTime, () =>
        {
            instances.Remove(instance);
            ground.Events.Tell("instance-deleted", instance);
            then();
        });
    }
}
