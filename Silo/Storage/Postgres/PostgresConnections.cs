using Npgsql;

namespace LmsActors.Storage.Postgres;

/// <summary>The connections of one process: a fixed number for those who write, the rest for readers, who wait for one.</summary>
internal sealed class PostgresConnections : IAsyncDisposable, IDisposable
{
    /// <summary>
    /// How long a server may take to answer before it is taken for lost. With what the driver then takes to give up, as long as a
    /// connection may take, it stays below five seconds.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private const int ConnectSeconds = 2;

    // Durable at least as far as this server's disk. What a lost client left behind ends by itself, and its locks with it.
    // Each statement goes by an index, also when the planner last saw a table empty.
    private const string Settings = """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
        SET statement_timeout = 4000; SET idle_in_transaction_session_timeout = 4000;
        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off
        """;

    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _readers;
    private readonly OutageThreads _threads;
    private CancellationTokenSource _outage = new();

    public PostgresConnections(PostgresStorageOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConnections, 2);
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = options.MaxConnections,
            Timeout = ConnectSeconds,
            CommandTimeout = ConnectSeconds,
            CancellationTimeout = -1, // does not wait for what comes of it
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
            Enlist = false,
            GssEncryptionMode = GssEncryptionMode.Disable, // TLS is what encrypts; this would be tried first, at the cost of another time-out
        };
        _threads = new OutageThreads(options.MaxConnections);
        Where = PostgresFailure.Describe(settings);
        Writers = Math.Min(2, options.MaxConnections / 2);
        _readers = new SemaphoreSlim(options.MaxConnections - Writers);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(Prepare, PrepareAsync);
        _source = builder.Build();
    }

    /// <summary>Server, port and database; no secrets.</summary>
    public string Where { get; }

    /// <summary>How many may write at once.</summary>
    public int Writers { get; }

    /// <summary>At start, on the caller's thread.</summary>
    public NpgsqlConnection Open() => _source.OpenConnection();

    /// <summary>
    /// The driver may try several ways to connect, each for its time, and a cancellation would wait for it. So it has none, and
    /// is not waited for longer than the deadline, nor on the caller's thread.
    /// </summary>
    public async Task<NpgsqlConnection> OpenAsync(PostgresDeadline deadline)
    {
        var opening = Task.Run(() => _source.OpenConnectionAsync(CancellationToken.None).AsTask(), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(deadline.Token);
        }
        catch
        {
            _ = DropAsync(opening);
            Lose(null);
            throw;
        }
    }

    /// <summary>Waits until one of the readers' connections is free; it is given back with <see cref="Release"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up, or those before found the server gone.</exception>
    public async Task ReserveAsync(CancellationToken cancellationToken)
    {
        if (_readers.Wait(0, cancellationToken))
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Volatile.Read(ref _outage).Token);
        await _readers.WaitAsync(either.Token);
    }

    public void Release() => _readers.Release();

    /// <summary>
    /// The idle connections are as broken as this one; who waits for one of them is told so. Closing it may take its own time
    /// when the server hangs, and is not waited for.
    /// </summary>
    public void Lose(NpgsqlConnection? connection, bool isOutage = true)
    {
        if (isOutage)
            _threads.Add();
        if (connection is not null)
        {
            if (isOutage)
                NpgsqlConnection.ClearPool(connection);
            _ = Task.Run(() => DropAsync(Task.FromResult(connection)), CancellationToken.None);
        }

        if (isOutage)
            Interlocked.Exchange(ref _outage, new CancellationTokenSource()).Cancel();
    }

    public StorageUnavailableException Unavailable(string what, Exception failure) =>
        new($"The storage {Where} cannot be {what} now: {PostgresFailure.Reason(failure)}.");

    public void Dispose()
    {
        _threads.Dispose();
        _source.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _threads.Dispose();
        return _source.DisposeAsync();
    }

    private static async Task DropAsync(Task<NpgsqlConnection> opening)
    {
        try
        {
            await (await opening).DisposeAsync();
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // It was to be dropped.
        }
    }

    private static void Prepare(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Settings, connection) { CommandTimeout = ConnectSeconds };
        command.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Settings, connection) { CommandTimeout = ConnectSeconds };
        await command.ExecuteNonQueryAsync();
    }
}
