namespace Paddock.App.Http;

/// <summary>Where a request came in. One server, up to four addresses, and each serves only its own paths.</summary>
[Flags]
internal enum Listeners
{
    None = 0,

    /// <summary>For GitHub, and so for everybody.</summary>
    Public = 1,

    /// <summary>The file's mode says who may come.</summary>
    AdminSocket = 2,

    /// <summary>A token says who may come.</summary>
    AdminTcp = 4,

    Metrics = 8,

    Admin = AdminSocket | AdminTcp,

    All = Public | Admin | Metrics,
}
