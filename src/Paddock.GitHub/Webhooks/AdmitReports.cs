using Paddock.Core.Facts;
using Paddock.Ports.Store;

namespace Paddock.GitHub.Webhooks;

/// <summary>
/// Stores what a delivery reports. When it returns, the reports survive the loss of power; true means that this
/// delivery had been stored before. Throws <see cref="StoreFaultException"/> when nothing could be stored.
/// </summary>
/// <param name="delivery">
/// GitHub's id of the delivery, the same for every attempt; null when the sender gave none.
/// </param>
public delegate Task<bool> AdmitReports(
    IReadOnlyList<JobObservation> reports, Guid? delivery, CancellationToken cancellationToken);
