namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>What all rooms of the model stand on.</summary>
internal sealed record Ground(
    StandingOptions Options, Dialect Dialect, Agenda Agenda, Events Events, Operations Operations, Shelves Shelves)
{
    public static Ground Of(StandingOptions options, Lock gate)
    {
        var dialect = Dialect.Of(options.Flavour);
        var agenda = new Agenda(options.Time, gate);
        var events = new Events(agenda, dialect);
        return new Ground(options, dialect, agenda, events, new Operations(agenda, events), new Shelves(dialect));
    }
}
