using Microsoft.Data.Sqlite;

namespace Paddock.Storage.Sqlite;

/// <summary>One prepared statement. Values are given in the order in which the parameters were named.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly SqliteCommand _command;

    public Statement(Database database, string sql, params ReadOnlySpan<string> parameters)
    {
        _database = database;
        _command = database.Command(sql);
        foreach (var name in parameters)
        {
            _command.Parameters.Add(new SqliteParameter(name, DBNull.Value));
        }
    }

    /// <summary>Returns how many lines changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        try
        {
            return _command.ExecuteNonQuery();
        }
        catch (SqliteException error)
        {
            throw _database.Explain(error);
        }
    }

    /// <summary>Hands every line to <paramref name="take"/>, which must not keep the reader.</summary>
    public void Each(Action<SqliteDataReader> take, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        try
        {
            using var reader = _command.ExecuteReader();
            while (reader.Read())
            {
                take(reader);
            }
        }
        catch (SqliteException error)
        {
            throw _database.Explain(error);
        }
    }

    public List<T> All<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var found = new List<T>();
        Each(reader => found.Add(read(reader)), values);
        return found;
    }

    /// <summary>The first line, or the default when there is none.</summary>
    public T? First<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        try
        {
            using var reader = _command.ExecuteReader();
            return reader.Read() ? read(reader) : default;
        }
        catch (SqliteException error)
        {
            throw _database.Explain(error);
        }
    }

    public static string? TextOrNull(SqliteDataReader line, int column) =>
        line.IsDBNull(column) ? null : line.GetString(column);

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _command.Parameters.Count)
        {
            throw new ArgumentException($"{_command.Parameters.Count} values are wanted, {values.Length} given.");
        }
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    public void Dispose() => _command.Dispose();
}
