using System.CommandLine;

namespace Paddock.App.Cli.Completion;

/// <summary>Whose names an argument takes.</summary>
internal enum NameKind
{
    Pool,
    Runner,
    Job,
    Provider,
    Image,
}

/// <summary>An argument that takes the name of a thing somebody knows, so that a shell can complete it.</summary>
internal sealed class NamedArgument(string name, NameKind kind) : Argument<string>(name)
{
    public NameKind Kind => kind;
}
