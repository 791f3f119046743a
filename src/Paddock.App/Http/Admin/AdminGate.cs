using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Paddock.Ports;

namespace Paddock.App.Http.Admin;

/// <summary>
/// Who may come in over TCP (decision D19): whoever sends the token, or the cookie that a browser got for it. Also on
/// loopback, because jobs of the Process provider and containers on the host's network reach that.
/// </summary>
internal sealed class AdminGate(Secret token)
{
    public const string Cookie = "paddock";
    public const string LoginPath = "/login";

    /// <summary>The login page is to look like something, too.</summary>
    private const string LoginStylePath = "/dashboard.css";

    private const string Bearer = "Bearer ";

    private readonly byte[] _tokenHash = SHA256.HashData(Encoding.UTF8.GetBytes(token.Reveal()));

    // Not the token: a cookie lies on the operator's disk, and this one is of no use to the command line.
    private readonly string _session = Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(token.Reveal()), "paddock session 1"u8));

    /// <summary>Null lets the request in.</summary>
    public Answer? WhyNot(HttpRequest request)
    {
        // Before anything else: a page that has its own name point at this address must not even reach the login.
        if (!IsOurName(request.Host.Host))
        {
            return Problems.WrongHost(request.Host.Host);
        }
        if (request.Path == LoginPath || request.Path == LoginStylePath)
        {
            return null;
        }
        string? authorization = request.Headers.Authorization;
        if (authorization is not null)
        {
            var isRight = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                && IsToken(authorization[Bearer.Length..].Trim());
            return isRight ? null : Problems.WrongToken;
        }
        if (!HasSession(request))
        {
            return Problems.NoToken;
        }
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || IsSameOrigin(request)
            ? null
            : Problems.CrossSite;
    }

    public bool IsToken(string claimed) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(claimed)), _tokenHash);

    /// <summary>Until the browser is closed or the token is changed.</summary>
    public void OpenSession(HttpResponse response) => response.Cookies.Append(Cookie, _session, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = response.HttpContext.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    });

    private bool HasSession(HttpRequest request) =>
        request.Cookies[Cookie] is { } claimed && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(claimed), Encoding.UTF8.GetBytes(_session));

    /// <summary>Browsers say where a page's request comes from; without either header it is no browser's.</summary>
    private static bool IsSameOrigin(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        string? origin = request.Headers.Origin;
        return site is not null ? site is "same-origin" or "none"
            : origin is null || origin == $"{request.Scheme}://{request.Host}";
    }

    private static bool IsOurName(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || host.StartsWith($"{Environment.MachineName}.", StringComparison.OrdinalIgnoreCase);
}
