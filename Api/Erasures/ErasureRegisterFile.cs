using System.Text.Json;
using LmsActors.Import;

namespace LmsActors.Erasures;

/// <summary>Registers of erasures as a file.</summary>
/// <param name="Format">`lms-actors-erasures`.</param>
/// <param name="Version">1.</param>
/// <param name="Registers">One for each tenant.</param>
internal sealed record ErasureRegisterFile(string Format, int Version, IReadOnlyList<ErasureRegister> Registers)
{
    private const string Name = "lms-actors-erasures";
    private const int Newest = 1;

    public static ErasureRegisterFile Of(IReadOnlyList<ErasureRegister> registers) => new(Name, Newest, registers);

    /// <exception cref="CommandException">It is there already.</exception>
    public static FileStream Create(string path, bool force) => File.Exists(path) && !force
        ? throw new CommandException($"{path} is there already; --force replaces it.")
        : new(path, FileMode.Create, FileAccess.Write);

    /// <exception cref="CommandException">It is not there, or no register of erasures.</exception>
    public static async Task<ErasureRegisterFile> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new CommandException($"There is no file {path}.");
        }

        await using var file = File.OpenRead(path);
        try
        {
            var read = await JsonSerializer.DeserializeAsync<ErasureRegisterFile>(file, LiveJson.Options, cancellation);
            return read is { Format: Name, Version: > 0 and <= Newest, Registers: not null } ? read
                : read?.Version > Newest ? throw new CommandException($"{path} is of version {read.Version}, which this program does not know.")
                : throw NoRegister(path);
        }
        catch (JsonException)
        {
            throw NoRegister(path);
        }
    }

    public Task WriteAsync(Stream file, CancellationToken cancellation) => JsonSerializer.SerializeAsync(file, this, LiveJson.Options, cancellation);

    private static CommandException NoRegister(string path) => new($"{path} is no register of erasures.");
}
