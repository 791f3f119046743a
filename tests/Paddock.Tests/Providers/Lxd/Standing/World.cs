namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// The model of a server: a request in, a reply out, at once. It waits for nothing and speaks no HTTP; whoever calls it
/// holds its lock.
/// </summary>
internal sealed class World
{
    private readonly Creation _creation;
    private readonly ImageMaking _imageMaking;
    private readonly ServerRoom _server;
    private readonly FileRoom _files;

    public World(StandingOptions options, Lock gate)
    {
        Ground = Ground.Of(options, gate);
        Instances = new Instances(Ground);
        Images = new Images(Ground);
        Power = new PowerRoom(Ground, Instances);
        Trust = new TrustRoom(Ground);
        _files = new FileRoom(Ground, Instances);
        Exec = new ExecRoom(Ground, _files);
        _creation = new Creation(Ground, Images, Instances, Power);
        _imageMaking = new ImageMaking(Ground, Images, Instances);
        _server = new ServerRoom(Ground, Trust, Instances);
    }

    public Ground Ground { get; }

    public Instances Instances { get; }

    public Images Images { get; }

    public PowerRoom Power { get; }

    public TrustRoom Trust { get; }

    public ExecRoom Exec { get; }

    public Reply Answer(Asked asked)
    {
        var isOpen = asked.Path is ["1.0"] || (asked is { Method: "POST", Path: ["1.0", "certificates"] });
        if (!asked.Caller.IsTrusted && !isOpen)
        {
            return Reply.NotAuthorized;
        }
        if (asked is { NeedsJson: true, Json: null })
        {
            return new Reply.Refused(400, "unexpected EOF");
        }
        return asked.Path is ["1.0", .. var rest] ? Route(asked, rest) : Reply.NotFound;
    }

    /// <summary>The daemon dies: what it had in memory is gone, and what it had begun stays as it is.</summary>
    public void Kill()
    {
        Power.IsDown = true;
        Ground.Agenda.Clear();
        Ground.Operations.Clear();
        Ground.Events.DropAll();
        foreach (var instance in Instances.All)
        {
            instance.Busy = null;
        }
    }

    /// <summary>
    /// The host goes down with its daemon. In a clean end everything is stopped first, and what is ephemeral is gone;
    /// without power nothing is, and what was running will be started again.
    /// </summary>
    public void GoDown(bool isClean)
    {
        Kill();
        foreach (var instance in Instances.All.Where(one => one.Power is not Standing.Power.Stopped).ToList())
        {
            instance.Power = Standing.Power.Stopped;
            if (instance.IsEphemeral && isClean)
            {
                Instances.Remove(instance);
            }
        }
    }

    private Reply Route(Asked asked, string[] rest)
    {
        var shelves = Ground.Shelves;
        return rest switch
        {
            [] => _server.Describe(asked),
            ["certificates", .. var more] => Trust.Answer(asked, more),
            ["projects", .. var more] => Project(asked, more),
            ["operations", .. var more] => Ground.Operations.Answer(asked, more),
            ["events"] => Ground.Events.Listen(asked),
            ["resources"] => _server.Resources(),
            ["storage-pools", var pool, "resources"] => _server.Pool(pool),
            ["storage-pools", .. var more] => shelves.Pools.Answer(asked, "default", more),
            ["networks", .. var more] => shelves.Networks.Answer(asked, "default", more),
            _ when !asked.IsOfAllProjects && !asked.Caller.MaySee(asked.Project) => Reply.NotAuthorized,
            ["network-acls", .. var more] => shelves.Acls.Answer(asked, "default", more),
            ["profiles", .. var more] =>
                shelves.Profiles.Answer(asked, shelves.HomeOf(asked.Project, "profiles"), more),
            ["images"] when asked.Method == "POST" => _imageMaking.Create(asked),
            ["images", .. var more] => Images.Answer(asked, more),
            ["instances"] => asked.Method switch
            {
                "GET" => Instances.List(asked),
                "POST" => _creation.Create(asked),
                _ => Reply.NotFound,
            },
            ["instances", var name, .. var more] => Instances.Find(asked.Project, name) is { } instance
                ? OfInstance(asked, instance, more)
                : new Reply.Refused(404, "Instance not found"),
            _ => Reply.NotFound,
        };
    }

    private Reply Project(Asked asked, string[] rest) => (asked.Method, rest) switch
    {
        (_, [var name, ..]) when !asked.Caller.MaySee(name) => Reply.NotAuthorized,
        ("POST", []) => Ground.Shelves.CreateProject(asked),
        _ => Ground.Shelves.Projects.Answer(asked, "default", rest),
    };

    private Reply OfInstance(Asked asked, Instance instance, string[] rest) => rest switch
    {
        [] => Instances.Answer(asked, instance),
        ["state"] => Power.Answer(asked, instance),
        ["files"] => _files.Answer(asked, instance),
        ["exec"] when asked.Method == "POST" => Exec.Execute(asked, instance),
        ["logs", ..] => Exec.Logs(asked, instance, rest),
        ["console"] => ExecRoom.Console(asked, instance),
        _ => Reply.NotFound,
    };
}
