using Paddock.Providers.Bootstrap;

namespace Paddock.Providers.Docker.Images;

/// <summary>An image a runner can be started from.</summary>
/// <param name="Id">What containers are made of; a name could mean another image a moment later.</param>
/// <param name="DropsRights">Its containers start as root and hand over to the runner's user.</param>
internal sealed record RunnerImage(string Id, RunnerPlace Place, bool DropsRights);

/// <summary>What was found in an image.</summary>
/// <param name="Image">With the place its runner is in, or has to be put.</param>
/// <param name="UserFiles">What <c>/etc</c> needs so that the runner's user exists; null when it does.</param>
internal sealed record ImageFinding(RunnerImage Image, bool HasRunner, string Architecture, UserFiles? UserFiles);
