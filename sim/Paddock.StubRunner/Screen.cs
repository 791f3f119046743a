namespace Paddock.StubRunner;

/// <summary>The lines that people and programs know the runner by.</summary>
internal sealed class Screen(TextWriter output, TimeProvider time)
{
    public void Connected()
    {
        Write("");
        Write("√ Connected to GitHub");
        Write("");
    }

    public void Listening(string version)
    {
        Write($"Current runner version: '{version}'");
        Stamped("Listening for Jobs");
    }

    public void Running(string job) => Stamped($"Running job: {job}");

    public void Completed(string job, JobResult result) => Stamped($"Job {job} completed with result: {result}");

    public void ConnectError(string message) =>
        Stamped($"Runner connect error: {message}. Retrying until reconnected.");

    public void Reconnected() => Stamped("Runner reconnected.");

    public void Write(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }

    private void Stamped(string line) => Write($"{time.GetUtcNow().UtcDateTime:u}: {line}");
}

/// <summary>How a job ended, in the runner's words and numbers.</summary>
internal enum JobResult
{
    Succeeded = 0,
    Failed = 2,
    Canceled = 3,
    Abandoned = 5,
}
