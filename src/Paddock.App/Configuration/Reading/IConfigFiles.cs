namespace Paddock.App.Configuration.Reading;

/// <summary>The one door to files while a configuration is read.</summary>
internal interface IConfigFiles
{
    bool Exists(string path);

    /// <summary>The whole file, if it is no larger than <paramref name="bytesMax"/>.</summary>
    FileReply Read(string path, int bytesMax);

    /// <summary>May anyone on this machine read it?</summary>
    bool IsOpenToAll(string path);
}
