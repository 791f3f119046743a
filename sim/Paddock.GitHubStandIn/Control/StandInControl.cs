using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.GitHubStandIn.Faults;

namespace Paddock.GitHubStandIn.Control;

/// <summary>
/// A client of the control API, for tests and the demo. Calls throw <see cref="HttpRequestException"/> with the
/// stand-in's own words when it refuses.
/// </summary>
public sealed class StandInControl(Uri baseAddress) : IDisposable
{
    private static readonly ControlJson Json = ControlJson.Default;

    private readonly HttpClient _http = new() { BaseAddress = new Uri(baseAddress, "/_standin/") };

    public Task<StandInState> StateAsync(CancellationToken cancellationToken) =>
        GetAsync("state", Json.StandInState, cancellationToken);

    public Task AddOrganizationAsync(string name, CancellationToken cancellationToken) =>
        PostAsync("organizations", new NewOrganization(name), Json.NewOrganization, cancellationToken);

    /// <summary>Makes a repository, or finds the one of that name.</summary>
    public Task<RepositoryState> AddRepositoryAsync(NewRepository repository, CancellationToken cancellationToken) =>
        PostAsync("repositories", repository, Json.NewRepository, Json.RepositoryState, cancellationToken);

    public Task<RepositoryState> RenameRepositoryAsync(
        long id, string owner, string name, CancellationToken cancellationToken)
    {
        var body = new RenamedRepository(owner, name);
        return PostAsync(
            $"repositories/{id}/rename", body, Json.RenamedRepository, Json.RepositoryState, cancellationToken);
    }

    /// <summary>From now on it is read-only: listed as archived, and nothing new runs there.</summary>
    public Task ArchiveRepositoryAsync(long id, CancellationToken cancellationToken) =>
        PostAsync($"repositories/{id}/archive", Json.ControlDone, cancellationToken);

    /// <summary>From now on it answers 404, and what ran there is cancelled.</summary>
    public Task DeleteRepositoryAsync(long id, CancellationToken cancellationToken) =>
        PostAsync($"repositories/{id}/delete", Json.ControlDone, cancellationToken);

    public Task<GroupState> AddGroupAsync(NewGroup group, CancellationToken cancellationToken) =>
        PostAsync("groups", group, Json.NewGroup, Json.GroupState, cancellationToken);

    public Task AddTokenAsync(StandInToken token, CancellationToken cancellationToken) =>
        PostAsync("tokens", token, Json.StandInToken, cancellationToken);

    public Task RevokeTokenAsync(string value, CancellationToken cancellationToken) =>
        PostAsync("tokens/revoke", new RevokedToken(value), Json.RevokedToken, cancellationToken);

    public Task AddAppAsync(NewApp app, CancellationToken cancellationToken) =>
        PostAsync("apps", app, Json.NewApp, cancellationToken);

    /// <summary>What its owner does on the App's page.</summary>
    public Task ChangeAppAsync(ChangedApp change, CancellationToken cancellationToken) =>
        PostAsync("apps/change", change, Json.ChangedApp, cancellationToken);

    /// <summary>Returns the installation's id.</summary>
    public async Task<long> InstallAsync(NewInstallation installation, CancellationToken cancellationToken)
    {
        var made = await PostAsync(
            "installations", installation, Json.NewInstallation, Json.InstallationState, cancellationToken);
        return made.Id;
    }

    public Task UninstallAsync(long installationId, CancellationToken cancellationToken) =>
        PostAsync($"installations/{installationId}/uninstall", Json.ControlDone, cancellationToken);

    public Task SuspendAsync(long installationId, CancellationToken cancellationToken) =>
        PostAsync($"installations/{installationId}/suspend", Json.ControlDone, cancellationToken);

    public Task UnsuspendAsync(long installationId, CancellationToken cancellationToken) =>
        PostAsync($"installations/{installationId}/unsuspend", Json.ControlDone, cancellationToken);

    /// <summary>Ends all tokens of an installation.</summary>
    public Task RevokeTokensAsync(long installationId, CancellationToken cancellationToken) =>
        PostAsync($"installations/{installationId}/revoke", Json.ControlDone, cancellationToken);

    public Task GrantAsync(
        long installationId, IReadOnlyDictionary<string, string> permissions, CancellationToken cancellationToken) =>
        PostAsync(
            $"installations/{installationId}/permissions", new GrantedPermissions(permissions),
            Json.GrantedPermissions, Json.InstallationState, cancellationToken);

    public Task<RunState> QueueRunAsync(NewRun run, CancellationToken cancellationToken) =>
        PostAsync("runs", run, Json.NewRun, Json.RunState, cancellationToken);

    public Task<RunState> CancelRunAsync(long runId, CancellationToken cancellationToken) =>
        PostAsync($"runs/{runId}/cancel", Json.RunState, cancellationToken);

    public Task<RunState> RerunAsync(long runId, bool failedOnly, CancellationToken cancellationToken) =>
        PostAsync($"runs/{runId}/rerun", new RerunOrder(failedOnly), Json.RerunOrder, Json.RunState, cancellationToken);

    public Task<JobState> JobAsync(long jobId, CancellationToken cancellationToken) =>
        GetAsync($"jobs/{jobId}", Json.JobState, cancellationToken);

    public Task<JobLog> LogAsync(long jobId, CancellationToken cancellationToken) =>
        GetAsync($"jobs/{jobId}/log", Json.JobLog, cancellationToken);

    /// <summary>Lets a held job into the queue.</summary>
    public Task<JobState> ApproveAsync(long jobId, CancellationToken cancellationToken) =>
        PostAsync($"jobs/{jobId}/approve", Json.JobState, cancellationToken);

    /// <summary>One of GitHub's own machines takes the job; <see cref="CompleteAsync"/> ends it.</summary>
    public Task<JobState> StartHostedAsync(long jobId, CancellationToken cancellationToken) =>
        PostAsync($"jobs/{jobId}/start-hosted", Json.JobState, cancellationToken);

    public Task<JobState> CompleteAsync(long jobId, string conclusion, CancellationToken cancellationToken) =>
        PostAsync($"jobs/{jobId}/complete", new Outcome(conclusion), Json.Outcome, Json.JobState, cancellationToken);

    /// <summary>GitHub forgets an idle connected runner.</summary>
    public Task DropRunnerAsync(long runnerId, CancellationToken cancellationToken) =>
        PostAsync($"runners/{runnerId}/drop", Json.ControlDone, cancellationToken);

    public Task AddFaultAsync(RouteFault fault, CancellationToken cancellationToken) =>
        PostAsync("faults/routes", fault, Json.RouteFault, cancellationToken);

    public Task AddFaultAsync(RunnerFault fault, CancellationToken cancellationToken) =>
        PostAsync("faults/runners", fault, Json.RunnerFault, cancellationToken);

    public Task AddFaultAsync(WebhookFault fault, CancellationToken cancellationToken) =>
        PostAsync("faults/webhooks", fault, Json.WebhookFault, cancellationToken);

    public Task SetWebhookFaultsAsync(WebhookFaultRates rates, CancellationToken cancellationToken) =>
        PostAsync("faults/webhook-rates", rates, Json.WebhookFaultRates, cancellationToken);

    public async Task ClearFaultsAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync("faults", cancellationToken);
        await CheckAsync(response, cancellationToken);
    }

    public Task SetLimitsAsync(NewLimits limits, CancellationToken cancellationToken) =>
        PostAsync("limits", limits, Json.NewLimits, cancellationToken);

    /// <summary>Sends any payload to every hook that wants the event.</summary>
    public Task SendWebhookAsync(RawDelivery delivery, CancellationToken cancellationToken) =>
        PostAsync("webhooks/send", delivery, Json.RawDelivery, cancellationToken);

    /// <summary>A new world, as at the start.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync("reset", content: null, cancellationToken);
        await CheckAsync(response, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return await ReadAsync(response, shape, cancellationToken);
    }

    private Task<ControlDone> PostAsync<TIn>(
        string path, TIn body, JsonTypeInfo<TIn> input, CancellationToken cancellationToken) =>
        PostAsync(path, body, input, Json.ControlDone, cancellationToken);

    private async Task<TOut> PostAsync<TIn, TOut>(
        string path, TIn body, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> shape, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(path, body, input, cancellationToken);
        return await ReadAsync(response, shape, cancellationToken);
    }

    private async Task<TOut> PostAsync<TOut>(string path, JsonTypeInfo<TOut> shape, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(path, content: null, cancellationToken);
        return await ReadAsync(response, shape, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        await CheckAsync(response, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(shape, cancellationToken))!;
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var words = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new HttpRequestException(
                $"The stand-in answers {(int)response.StatusCode}: {words}", null, response.StatusCode);
        }
    }
}
