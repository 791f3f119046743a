using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.App.Cli.Rendering;
using Paddock.Ports.Providers;

namespace Paddock.App.Cli.Images;

/// <summary>An image as <c>paddock image</c> shows it.</summary>
internal sealed record ImageReport(
    string Provider, string Alias, string Name, string Id, DateTimeOffset BuiltAt, string Base, string? RunnerVersion,
    long SizeBytes, bool Current, bool InUse)
{
    public static ImageReport Of(string provider, BuiltImage image) => new(
        provider, image.Alias, image.Name, image.Id, image.BuiltAt, image.Base, image.RunnerVersion, image.SizeBytes,
        image.IsCurrent, image.IsInUse);
}

/// <summary>The output of <c>paddock image list</c>.</summary>
internal sealed record ImageListReport(IReadOnlyList<ImageReport> Images)
{
    public void Write(Invocation invocation)
    {
        if (invocation.WantsData)
        {
            invocation.Write(JsonSerializer.SerializeToElement(this, ImageJson.Default.ImageListReport));
            return;
        }
        if (Images.Count == 0)
        {
            invocation.Page.Write("There is no image that this Paddock has built.");
            return;
        }
        var table = new FittedTable(
            ("IMAGE", Fit.Whole), ("PROVIDER", Fit.Whole), ("AGE", Fit.Whole), ("RUNNER", Fit.Whole),
            ("SIZE", Fit.Number), ("BASE", Fit.Wraps), ("", Fit.Wraps));
        foreach (var image in Images)
        {
            var state = image.Current ? $"is {image.Alias}" : image.InUse ? "in use" : "";
            table.AddRow(
                Cell.Of(image.Name), Cell.Of(image.Provider), Cell.Of(Ago.Span(invocation.Now - image.BuiltAt)),
                Cell.Of(image.RunnerVersion), Cell.Of(Bytes.Of(image.SizeBytes)), Cell.Of(image.Base),
                Cell.Of(state, image.Current ? Cell.Good : Cell.Faint));
        }
        invocation.Page.Write(table);
    }
}

/// <summary>The output of <c>paddock image build</c>.</summary>
/// <param name="Deleted">The names of older images that are gone.</param>
internal sealed record ImageBuildReport(ImageReport Image, double Seconds, IReadOnlyList<string> Deleted)
{
    public void Write(Invocation invocation)
    {
        if (invocation.WantsData)
        {
            invocation.Write(JsonSerializer.SerializeToElement(this, ImageJson.Default.ImageBuildReport));
            return;
        }
        var runner = Image.RunnerVersion is { } version ? $"runner {version}" : "no runner";
        var older = Deleted.Count == 0 ? "" : $" Gone: {string.Join(", ", Deleted)}.";
        invocation.Page.Write(
            $"{Image.Alias} is {Image.Name} now, made in {Ago.Span(TimeSpan.FromSeconds(Seconds))}: {runner}, "
            + $"{Bytes.Of(Image.SizeBytes)}.{older}");
    }
}

/// <summary>The output of <c>paddock image prune</c>.</summary>
internal sealed record ImagePruneReport(IReadOnlyList<string> Deleted)
{
    public void Write(Invocation invocation)
    {
        if (invocation.WantsData)
        {
            invocation.Write(JsonSerializer.SerializeToElement(this, ImageJson.Default.ImagePruneReport));
            return;
        }
        invocation.Page.Write(
            Deleted.Count == 0 ? "There was nothing to delete." : $"Gone: {string.Join(", ", Deleted)}.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImageListReport))]
[JsonSerializable(typeof(ImageBuildReport))]
[JsonSerializable(typeof(ImagePruneReport))]
internal sealed partial class ImageJson : JsonSerializerContext;
