namespace Paddock.Storage.Sqlite;

/// <summary>
/// Something asked of the writer. Run by the writer's thread; answered there, too, but the asker goes on elsewhere. A
/// token counts while the request waits: once it has run, its outcome is told, because it has happened.
/// </summary>
internal abstract class Request(bool sharesTransaction)
{
    /// <summary>True for a write that may be committed together with others; false for what runs by itself.</summary>
    public bool SharesTransaction { get; } = sharesTransaction;

    public abstract void Run(SqliteCore core);

    /// <summary>Answers with what <see cref="Run"/> gave; for a write, not before it is on the disk.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception error);

    /// <summary>Answers a request that nobody wants any more; false when somebody does.</summary>
    public abstract bool TryCancel();
}

internal sealed class Request<TReply>(Func<SqliteCore, TReply> work, bool sharesTransaction, CancellationToken token)
    : Request(sharesTransaction)
{
    private readonly TaskCompletionSource<TReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TReply? _reply;

    public Task<TReply> Answer => _answer.Task;

    public override void Run(SqliteCore core) => _reply = work(core);

    public override void Succeed() => _answer.SetResult(_reply!);

    public override void Fail(Exception error) => _answer.SetException(error);

    public override bool TryCancel() => token.IsCancellationRequested && _answer.TrySetCanceled(token);
}
