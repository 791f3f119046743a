namespace Paddock.Ports.Forge;

/// <summary>One file of a ticket, to be put into the runner's root, mode 0600, owned by the runner's user.</summary>
public sealed record TicketFile(string Name, Secret Content);

/// <summary>
/// What lets a machine become a runner: the files a JIT configuration stands for (decision D24: <c>.runner</c>,
/// <c>.credentials</c>, <c>.credentials_rsaparams</c>). In the executor's memory only; no fact, log or recording holds
/// its content, because <see cref="Secret"/> does not print.
/// </summary>
public sealed record Ticket(IReadOnlyList<TicketFile> Files);
