using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>The server's calls about instances, one method each.</summary>
internal sealed class InstanceCalls(LxdClient server)
{
    /// <summary>A root disk is unpacked, beside others.</summary>
    private static readonly TimeSpan CreateLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan DeleteLimit = TimeSpan.FromSeconds(60);

    private const int ForceSeconds = 30;
    private const string Start = "start";

    private readonly Operations _operations = new(server);

    public async Task<Answer<Nothing>> CreateAsync(
        InstanceBody body, string? target, CancellationToken cancellationToken)
    {
        var query = target is null ? "" : $"target={Uri.EscapeDataString(target)}";
        return await RunAsync(
            ServerCall.Post(
                server.PathOf("instances", query), LxdClient.Json(body, LxdJson.Default.InstanceBody)),
            CreateLimit, cancellationToken);
    }

    public Task<Answer<InstancePayload>> FindAsync(string name, CancellationToken cancellationToken) =>
        server.GetAsync(PathOf(name), LxdJson.Default.InstancePayload, cancellationToken);

    /// <summary>
    /// Everything in the project. A project that is not there has an empty list, on both servers, so the project is
    /// asked for, too: afterwards, so that one that goes meanwhile is noticed.
    /// </summary>
    public async Task<Answer<InstancePayload[]>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await server.GetAsync(
            server.PathOf("instances", "recursion=1"), LxdJson.Default.InstancePayloadArray, cancellationToken);
        if (!listed.Has(out _, out var refused))
        {
            return refused;
        }
        var project = await server.DoAsync(
            ServerCall.Get($"/1.0/projects/{Uri.EscapeDataString(server.Project)}"), cancellationToken);
        return project switch
        {
            Answer<Nothing>.Refused { IsAbsent: true } => new Answer<InstancePayload[]>.Refused(new Fault(
                FaultKind.NotFound,
                $"{server.Flavor.Name} has no project '{Plain.Line(server.Project)}'. Make it "
                + $"({server.Flavor.Command} project create), or correct 'project'."), HttpStatusCode.NotFound),
            Answer<Nothing>.Refused unseen => unseen.To<InstancePayload[]>(),
            _ => listed,
        };
    }

    public Task<Answer<Nothing>> StartAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(name, new StateBody(Start, ForceSeconds, Force: false), StartLimit, cancellationToken);

    /// <summary>Pulls the plug.</summary>
    public Task<Answer<Nothing>> StopAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(name, new StateBody("stop", ForceSeconds, Force: true), StopLimit, cancellationToken);

    /// <summary>Asks it to shut down, and waits until it has.</summary>
    public Task<Answer<Nothing>> ShutDownAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(name, new StateBody("stop", ForceSeconds, Force: false), StopLimit, cancellationToken);

    /// <summary>Of a stopped one; of a running one it is refused, whatever else is asked.</summary>
    public Task<Answer<Nothing>> DeleteAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(ServerCall.Delete(PathOf(name)), DeleteLimit, cancellationToken);

    /// <summary>A file for root alone, whether the instance runs or not. The directory has to be there.</summary>
    public Task<Answer<Nothing>> PushAsync(
        string name, string path, HttpContent content, string mode, CancellationToken cancellationToken) =>
        PutAsync(name, path, content, "file", mode, cancellationToken);

    public Task<Answer<Nothing>> LinkAsync(
        string name, string path, string target, CancellationToken cancellationToken) =>
        PutAsync(name, path, new ByteArrayContent(Encoding.UTF8.GetBytes(target)), "symlink", null, cancellationToken);

    public Task<Answer<FilePayload>> PullAsync(string name, string path, CancellationToken cancellationToken) =>
        server.FileAsync(
            ServerCall.Get(PathOf(name, "/files", $"path={Uri.EscapeDataString(path)}")), cancellationToken);

    /// <summary>What the console said lately.</summary>
    public Task<Answer<FilePayload>> ConsoleAsync(string name, CancellationToken cancellationToken) =>
        server.FileAsync(ServerCall.Get(PathOf(name, "/console")), cancellationToken);

    /// <summary>
    /// Runs a command in a running instance, to its end. Whoever may hear events is told all of its words: no place for
    /// secrets.
    /// </summary>
    public async Task<Answer<int>> ExecAsync(
        string name, IReadOnlyList<string> command, TimeSpan limit, CancellationToken cancellationToken)
    {
        var body = new ExecBody(command, RecordOutput: false, WaitForWebsocket: false);
        var ended = await _operations.RunAsync(
            ServerCall.Post(PathOf(name, "/exec"), LxdClient.Json(body, LxdJson.Default.ExecBody)), limit,
            cancellationToken);
        return StreamedExec.CodeOf(ended);
    }

    /// <summary>
    /// The same, with its output told as it comes, and the variables it is to have; those others can hear, too.
    /// </summary>
    public Task<Answer<int>> ExecAsync(
        string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment,
        Action<ReadOnlyMemory<byte>> hear, TimeSpan limit, CancellationToken cancellationToken) =>
        new StreamedExec(server).RunAsync(
            PathOf(name, "/exec"),
            new ExecBody(command, RecordOutput: false, WaitForWebsocket: true) { Environment = environment }, hear,
            limit, cancellationToken);

    /// <summary>It stays when it has stopped.</summary>
    public Task<Answer<Nothing>> KeepAsync(string name, CancellationToken cancellationToken) => server.DoAsync(
        new ServerCall(HttpMethod.Patch, PathOf(name), ServerCall.Long)
        {
            Content = LxdClient.Json(new EphemeralBody(Ephemeral: false), LxdJson.Default.EphemeralBody),
        },
        cancellationToken);

    /// <summary>Sets one key of its configuration, and leaves the others alone.</summary>
    public Task<Answer<Nothing>> MarkAsync(
        string name, string key, string value, CancellationToken cancellationToken)
    {
        var body = new ConfigBody(new Dictionary<string, string> { [key] = value });
        return server.DoAsync(
            new ServerCall(HttpMethod.Patch, PathOf(name), ServerCall.Long)
            {
                Content = LxdClient.Json(body, LxdJson.Default.ConfigBody),
            },
            cancellationToken);
    }

    private Task<Answer<Nothing>> ChangeAsync(
        string name, StateBody body, TimeSpan limit, CancellationToken cancellationToken) =>
        RunAsync(
            ServerCall.Put(PathOf(name, "/state"), LxdClient.Json(body, LxdJson.Default.StateBody)) with
            {
                IsRepeatable = body.Action != Start,
            },
            limit, cancellationToken);

    private Task<Answer<Nothing>> PutAsync(
        string name, string path, HttpContent content, string type, string? mode,
        CancellationToken cancellationToken)
    {
        // Any other type, and older servers parse the body as a form, keep none of it, and report success.
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var prefix = server.Flavor.HeaderPrefix;
        List<KeyValuePair<string, string>> headers =
        [
            new(prefix + "type", type), new(prefix + "uid", "0"), new(prefix + "gid", "0"),
            new(prefix + "write", "overwrite"),
        ];
        if (mode is not null)
        {
            headers.Add(new(prefix + "mode", mode));
        }
        var call = ServerCall.Post(PathOf(name, "/files", $"path={Uri.EscapeDataString(path)}"), content);
        return server.DoAsync(call with { Headers = headers }, cancellationToken);
    }

    private async Task<Answer<Nothing>> RunAsync(ServerCall call, TimeSpan limit, CancellationToken cancellationToken)
    {
        var ended = await _operations.RunAsync(call, limit, cancellationToken);
        return ended.Has(out _, out var refused) ? new Answer<Nothing>.Ok(default) : refused.To<Nothing>();
    }

    private string PathOf(string name, string behind = "", string query = "") =>
        server.PathOf($"instances/{Uri.EscapeDataString(name)}{behind}", query);
}
