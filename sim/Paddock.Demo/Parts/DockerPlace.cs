namespace Paddock.Demo.Parts;

/// <summary>Where jobs run when they run in containers.</summary>
internal sealed record DockerPlace(LocalEngine Engine, string Image);
