namespace Paddock.App.Configuration.Keys;

/// <summary>A key of the configuration file: its name, what it takes, and a sentence for the reference page.</summary>
internal sealed record Key(string Name, Shape Shape, string Doc)
{
    /// <summary>As a reader would write it; the reader of the section applies it.</summary>
    public string? Default { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Not taken yet; told as a fault of its own rather than as an unknown key.</summary>
    public Refusal? Later { get; init; }

    /// <summary>A key of the design that this version does not have.</summary>
    public static Key NotYet(string name, string what, string remedy) =>
        new(name, new Shape.Scalar(ScalarRule.Text), "") { Later = new($"{what} not supported yet.", remedy) };
}
