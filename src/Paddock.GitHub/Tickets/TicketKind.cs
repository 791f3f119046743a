namespace Paddock.GitHub.Tickets;

/// <summary>What a machine is handed so that it can become a runner.</summary>
public enum TicketKind
{
    /// <summary>A configuration for one runner and one job.</summary>
    Jit,

    /// <summary>
    /// A token by which the machine registers itself: for an Enterprise Server before 3.10, which has nothing better.
    /// </summary>
    RegistrationToken,
}
